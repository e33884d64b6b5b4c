/** Words that say nothing of what a text is about. Keywords that name a construct (`else`, `return`, `null`) are not among them. */
export const stopWords: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are as at be because been before being below between both but by can
  could did do does doing down during each few for from further get got had has have having he her here hers herself him himself his
  how i if in into is it its itself just let like me more most my myself no nor not now of off oh ok okay on once one only or other
  our ours out over own really same she should so some such than that the their theirs them themselves then there these they this
  those through to too under until up us very was we well were what when where which while who whom why will with would yeah yes
  you your yours yourself ain aren ca couldn didn doesn don hadn hasn haven isn mustn shouldn wasn weren wo wouldn dont`
    .split(/\s+/)
    .filter(Boolean),
);

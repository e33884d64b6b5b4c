/** Forms that no stemmer takes back to their word: `word form form …`. */
const FORMS = `be been|begin began begun|bind bound|bite bit bitten|blow blew blown|break broke broken|bring brought|build built|buy bought|
catch caught|child children|choose chose chosen|come came|cost|dig dug|do done|draw drew drawn|drink drank drunk|drive drove driven|
eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|fix fixes|fly flew flown|foot feet|forget forgot forgotten|
forgive forgave|freeze froze frozen|give gave given|go went gone goes|good better best|grow grew grown|hang hung|hear heard|hide hid hidden|
hold held|index indices|keep kept|know knew known|lead led|leave left|lend lent|life lives|lose lost|make made|man men|
matrix matrices|mean meant|meet met|mouse mice|pay paid|person people|ride rode ridden|ring rang rung|rise rose risen|run ran|
say said|see saw seen|sell sold|send sent|shake shook shaken|shine shone|shoot shot|shrink shrank shrunk|sing sang sung|sink sank sunk|
sit sat|sleep slept|speak spoke spoken|spend spent|stand stood|steal stole stolen|stick stuck|strike struck|swear swore sworn|
swim swam swum|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|tooth teeth|understand understood|
vertex vertices|wake woke woken|wear wore worn|wife wives|win won|woman women|write wrote written`;

/** A form -> the word it is of, small letters. */
export const irregular: ReadonlyMap<string, string> = new Map(
  FORMS.split('|').flatMap((line) => {
    const [word = '', ...forms] = line.trim().split(/\s+/);
    return forms.map((form) => [form, word] as const);
  }),
);

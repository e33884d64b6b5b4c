export const STYLESHEET = `
:root { color-scheme: light dark; --ground: #fff; --text: #1f2328; --faint: #59636e; --line: #d1d9e0; --panel: #f6f8fa; --link: #0969da;
  --good: #1a7f37; --bad: #d1242f; --done: #8250df; --warn: #9a6700; --added: #dafbe1; --removed: #ffebe9; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --faint: #9198a1; --line: #3d444d; --panel: #151b23;
  --link: #4493f8; --good: #3fb950; --bad: #f85149; --done: #ab7df8; --warn: #d29922; --added: #12261e; --removed: #25171c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
header { background: var(--panel); border-bottom: 1px solid var(--line); padding: 12px 24px; display: flex; gap: 20px; flex-wrap: wrap; align-items: baseline; }
header b { font-size: 17px; }
main { max-width: 1000px; margin: 0 auto; padding: 20px 24px 60px; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 6px; font-weight: 600; } h2 { font-size: 18px; margin: 28px 0 8px; }
.faint { color: var(--faint); } .good { color: var(--good); } .bad { color: var(--bad); } .done { color: var(--done); } .warn { color: var(--warn); }
.state { color: #fff; border-radius: 99px; padding: 3px 12px; font-size: 13px; font-weight: 600; margin-right: 8px; background: var(--faint); }
.state.good { background: var(--good); } .state.bad { background: var(--bad); } .state.done { background: var(--done); }
.label { border: 1px solid var(--line); border-radius: 99px; padding: 1px 9px; font-size: 12px; background: var(--panel); white-space: nowrap; }
.box { border: 1px solid var(--line); border-radius: 8px; margin: 14px 0; overflow: hidden; }
.box > .top { background: var(--panel); border-bottom: 1px solid var(--line); padding: 7px 14px; font-size: 13px; }
.box > .in { padding: 10px 14px; overflow-x: auto; } .box > .row { padding: 9px 14px; border-top: 1px solid var(--line); } .box > .row:first-child { border-top: 0; }
.event { color: var(--faint); font-size: 13px; margin: 8px 4px; padding-left: 12px; border-left: 2px solid var(--line); }
.reaction { border: 1px solid var(--line); border-radius: 99px; padding: 0 8px; margin-right: 6px; font-size: 13px; display: inline-block; }
pre { background: var(--panel); border-radius: 6px; padding: 12px; overflow-x: auto; font-size: 13px; line-height: 1.45; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 88%; background: var(--panel); border-radius: 4px; padding: 2px 4px; } pre code { padding: 0; font-size: inherit; }
pre:has(> code.language-suggestion) { border: 1px solid var(--good); } pre:has(> code.language-suggestion)::before { content: "Suggested change"; color: var(--good); display: block; font: 12px system-ui; margin-bottom: 6px; }
.diff { margin: 0; padding: 0; border-radius: 0; background: none; } .diff span { display: block; padding: 0 14px; min-height: 1.45em; white-space: pre; }
.diff .add { background: var(--added); } .diff .del { background: var(--removed); } .diff .hunk { background: var(--panel); color: var(--faint); }
table { border-collapse: collapse; display: block; overflow-x: auto; max-width: 100%; } th, td { border: 1px solid var(--line); padding: 5px 11px; text-align: left; vertical-align: top; }
.facts { font-size: 13px; margin-bottom: 14px; } .list { list-style: none; padding: 0; margin: 0; }
.markdown > :first-child { margin-top: 0; } .markdown > :last-child { margin-bottom: 0; } .markdown h1, .markdown h2 { border-bottom: 1px solid var(--line); padding-bottom: 4px; } .markdown h1 { font-size: 22px; } .markdown h3 { font-size: 16px; }
blockquote { margin: 0 0 14px; padding: 0 14px; border-left: 4px solid var(--line); color: var(--faint); } details { margin: 8px 0; } summary { cursor: pointer; } img { max-width: 100%; }
.markdown li:has(> input) { list-style: none; margin-left: -20px; }
`;

/** The page's style: the reader's own light or dark, contrasts of 4.5 and more, and nothing that is told by colour alone. */
export const HTML_STYLE = `
:root { color-scheme: light dark;
  --page: light-dark(#f7f8fa, #14171c); --card: light-dark(#fff, #1d2128); --text: light-dark(#1b1f24, #e6e9ee); --quiet: light-dark(#57606a, #a3adb8);
  --line: light-dark(#d5dae1, #363d47); --accent: light-dark(#0b5cad, #7db7ff); --good: light-dark(#116329, #6fd489); --warn: light-dark(#8a4600, #f0b45e);
  --bad: light-dark(#a40e26, #ff8f8f); --add: light-dark(#e3f7e8, #12341f); --remove: light-dark(#fdeaea, #421b1e); --bar: light-dark(#c9dcf2, #2b4a6d); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 82rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; } header p { color: var(--quiet); margin: 0; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.75rem 0 .6rem; }
h3 { font-size: .95rem; margin: 1rem 0 .35rem; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0; }
.numbers div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; display: flex; flex-direction: column-reverse; }
.numbers dt { color: var(--quiet); font-size: .85rem; } .numbers dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.reasons { list-style: none; padding: 0; margin: 0; display: grid; gap: .2rem; max-width: 52rem; }
.reasons button { display: grid; grid-template-columns: 22rem 1fr 3.5rem; gap: .75rem; align-items: center; width: 100%; border: 0; padding: .15rem .4rem; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; border-radius: .3rem; }
.reasons button:hover, .reasons button[aria-pressed=true] { background: var(--card); outline: 1px solid var(--line); }
.reasons .bar { height: .8rem; background: var(--bar); border-radius: .2rem; min-width: 2px; } .reasons .count { text-align: right; font-variant-numeric: tabular-nums; }
.filters { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin-bottom: .6rem; }
.filters label { display: grid; gap: .15rem; font-size: .85rem; color: var(--quiet); } .filters output { color: var(--quiet); margin-left: auto; }
input, select, #more, .plain { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: .35rem; padding: .35rem .55rem; max-width: 22rem; }
#search { width: 22rem; } #more, .plain { cursor: pointer; } .plain { margin-top: .5rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .45rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
#files > tbody > tr:last-child > td { border-bottom: 0; }
th { font-size: .85rem; white-space: nowrap; } th button { all: unset; cursor: pointer; font-weight: 600; } th button:focus-visible { outline: 2px solid var(--accent); }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.path { min-width: 19rem; } .open { all: unset; cursor: pointer; color: var(--accent); overflow-wrap: anywhere; } .open::before { content: "▸ "; } .open[aria-expanded=true]::before { content: "▾ "; }
.open:focus-visible { outline: 2px solid var(--accent); } .open:hover { text-decoration: underline; }
.state { white-space: nowrap; font-weight: 600; } .changed { color: var(--good); } .refused, .unproven { color: var(--warn); } .fault { color: var(--bad); } .unchanged { color: var(--quiet); font-weight: 400; }
.tags { display: flex; flex-wrap: wrap; gap: .25rem; } .tag { font-size: .8rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; white-space: nowrap; }
.detail > td { background: var(--page); padding: .25rem 1.25rem 1.25rem; }
.decisions { margin: 0; padding: 0; list-style: none; display: grid; gap: .35rem; } .decisions li { padding-left: 1.5rem; text-indent: -1.5rem; }
.decisions code { font-size: .85rem; color: var(--quiet); } .advice { color: var(--quiet); display: block; text-indent: 0; }
pre { margin: 0; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem 0; font: 13px/1.45 ui-monospace, monospace; max-height: 34rem; }
pre span { display: block; padding: 0 .75rem; min-width: max-content; } pre .plus { background: var(--add); } pre .minus { background: var(--remove); } pre .hunk { color: var(--quiet); }
.layers { display: grid; grid-template-columns: 4rem 1fr 6rem; gap: .3rem .75rem; align-items: center; max-width: 60rem; } .layers .total { text-align: right; font-variant-numeric: tabular-nums; }
.stack { display: flex; height: 1.6rem; } .stack span { border: 1px solid var(--card); background: var(--bar); min-width: 2px; } .stack span:nth-child(even) { filter: brightness(.85); }
.figures { width: auto; font-size: .9rem; } .figures td, .figures th { padding: .1rem .9rem .1rem 0; border: 0; white-space: normal; }
.layer-list { font-size: .85rem; margin: .5rem 0 0; } .layer-list summary { cursor: pointer; color: var(--accent); } .layer-list code { overflow-wrap: anywhere; }
@media (max-width: 44rem) { .reasons button { grid-template-columns: 1fr 3rem; } .reasons .bar { display: none; } #search { width: 100%; } }
@media print { .filters, #more { display: none; } }
`;

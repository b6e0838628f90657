/** The look of the pages: light and dark as the reader's system is, one column on a phone, ink on white in print. */
export const STYLE = `:root {
  color-scheme: light dark;
  --bg: #fbfbfa;
  --card: #ffffff;
  --text: #1c2126;
  --dim: #586069;
  --line: #dfe2e6;
  --head: #f1f3f4;
  --link: #0a5bb5;
  --people: #3d7ea6;
  --seats: #b3541e;
  --critical: #c62f3b;
  --warn: #d9822b;
  --ok: #c2a11b;
  --healthy: #3f9c6c;
  --champion: #22707f;
  --none: #9aa2ab;
  --stale: #fff1d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #14171a;
    --card: #1c2024;
    --text: #e4e7ea;
    --dim: #a2abb4;
    --line: #343a41;
    --head: #242a2f;
    --link: #74b3f5;
    --people: #6aaed6;
    --seats: #f0a36b;
    --critical: #f0616c;
    --warn: #e79a4c;
    --ok: #d9bd4a;
    --healthy: #5cbf8c;
    --champion: #4fb3c4;
    --none: #7c858e;
    --stale: #3c3016;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  max-width: 76rem;
  margin: 0 auto;
  padding: 1rem clamp(0.75rem, 3vw, 2rem) 3rem;
  background: var(--bg);
  color: var(--text);
  font: 0.95rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}
h1 { margin: 0.25rem 0 0; font-size: 1.6rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 2rem 0 0.6rem; font-size: 1.15rem; line-height: 1.3; }
h3 { margin: 1rem 0 0.3rem; font-size: 1rem; }
p { margin: 0.25rem 0; }
a { color: var(--link); }
.stand, .dim, footer, figcaption { color: var(--dim); font-size: 0.85rem; }
.stale { margin: 0.75rem 0; padding: 0.5rem 0.75rem; border-left: 4px solid var(--warn); background: var(--stale); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); gap: 0.6rem; margin: 1.2rem 0 0; }
.tiles + .tiles { margin-top: 0.6rem; }
.tiles + .dim { margin-top: 0.6rem; }
.tile { padding: 0.7rem 0.9rem; border: 1px solid var(--line); border-top: 3px solid var(--line); border-radius: 6px; background: var(--card); }
.tile.bad { border-top-color: var(--critical); }
.tile.warn { border-top-color: var(--warn); }
.tile.good { border-top-color: var(--healthy); }
dt { color: var(--dim); font-size: 0.82rem; }
dd { margin: 0; }
dd strong { font-size: 1.35rem; line-height: 1.25; }
dd .unit { font-size: 0.75em; white-space: nowrap; }
dd small { font-size: 0.82rem; color: var(--dim); }
dd .note { display: block; font-size: 0.82rem; color: var(--dim); }
.band { display: inline-block; padding-left: 0.95em; white-space: nowrap; position: relative; }
.band::before { content: ""; position: absolute; left: 0; top: 0.42em; width: 0.65em; height: 0.65em; border-radius: 50%; background: var(--none); }
.band.critical::before { background: var(--critical); border-radius: 0; }
.band.warn::before { background: var(--warn); clip-path: polygon(50% 0, 100% 100%, 0 100%); border-radius: 0; }
.band.ok::before { background: var(--ok); }
.band.healthy::before { background: var(--healthy); }
.band.champion::before { background: var(--champion); }
.fill.critical { fill: var(--critical); }
.fill.warn { fill: var(--warn); }
.fill.ok { fill: var(--ok); }
.fill.healthy { fill: var(--healthy); }
.fill.champion { fill: var(--champion); }
.fill.people { fill: var(--people); }
.queue { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 0.6rem; margin: 0; padding: 0; list-style: none; counter-reset: place; }
.queue li { padding: 0.6rem 0.9rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); break-inside: avoid; }
.top { display: flex; flex-wrap: wrap; gap: 0 0.6rem; align-items: baseline; }
.amount { margin-left: auto; color: var(--dim); }
.signal { font-weight: 600; }
details.account { margin: 0 0 0.5rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); break-inside: avoid; }
details.account > summary { padding: 0.6rem 0.9rem; }
details.account > div { padding: 0 0.9rem 0.8rem; }
summary { cursor: pointer; }
details.numbers { margin-top: 0.4rem; font-size: 0.9rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0.5rem 1.5rem; margin: 0.6rem 0; }
figure { margin: 0; max-width: 36rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 2.5rem; }
.chart { display: block; width: 100%; height: auto; }
.chart text { fill: var(--text); font-size: 10.5px; }
.chart text.dim { fill: var(--dim); }
.axis { stroke: var(--dim); stroke-width: 1; }
.grid { stroke: var(--line); stroke-width: 1; }
.rules { stroke: var(--dim); stroke-width: 1; stroke-dasharray: 3 3; }
.line { fill: none; stroke-linejoin: round; stroke: var(--people); stroke-width: 2; }
.point { fill: var(--people); }
.seats { stroke: var(--seats); stroke-width: 2; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin: 0.4rem 0 0; padding: 0; list-style: none; font-size: 0.9rem; }
.plays { margin: 0.3rem 0 0; padding-left: 1.2rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--card); }
.scroll + .scroll { margin-top: 0.8rem; }
.plays + .scroll { margin-top: 0.8rem; }
.scroll + .dim { margin-top: 0.4rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; overflow-wrap: normal; }
caption { padding: 0.5rem 0.75rem; color: var(--dim); text-align: left; }
th, td { padding: 0.35rem 0.75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { background: var(--head); white-space: nowrap; }
tbody th { font-weight: 600; min-width: 7.5rem; max-width: 18rem; }
.number { text-align: right; white-space: nowrap; }
.prose { min-width: 14rem; }
.points .prose { min-width: 8.5rem; }
th button { all: unset; cursor: pointer; font-weight: 600; }
th button:focus-visible, summary:focus-visible, .scroll:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
th button::after { content: " ↕"; color: var(--dim); }
th[aria-sort="ascending"] button::after { content: " ↑"; color: var(--text); }
th[aria-sort="descending"] button::after { content: " ↓"; color: var(--text); }
.sortable tbody th, .sortable thead th:first-child { position: sticky; left: 0; background: var(--card); }
.sortable thead th:first-child { background: var(--head); }
.files a { display: inline-block; margin-right: 1rem; padding: 0.35rem 0; }
footer { margin-top: 2rem; padding-top: 0.8rem; border-top: 1px solid var(--line); }
@media (max-width: 40rem) {
  .sortable tbody th, .sortable thead th:first-child { max-width: 9.5rem; min-width: 7.5rem; }
  th, td { padding: 0.4rem 0.55rem; }
  dd strong { font-size: 1.1rem; }
}
@media print {
  :root { color-scheme: light; --bg: #fff; --card: #fff; --text: #000; --dim: #444; --line: #bbb; --head: #eee; }
  body { max-width: none; padding: 0; font-size: 9pt; }
  .scroll { overflow: visible; border: 0; }
  .files, th button::after { display: none; }
  .sortable tbody th, .sortable thead th:first-child { position: static; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

import type { Figures } from '../../prove/figures.ts';
import { patchOf } from './diff.ts';
import { figureRows } from './figures.ts';
import { HTML_SCRIPT } from './html-script.ts';
import { HTML_STYLE } from './html-style.ts';
import type { ReportFrame } from './index.ts';
import { plain } from './plain.ts';
import { provenBytes, type ReportedFile, reasonCounts } from './reported.ts';
import { countsOf } from './summary.ts';

/** One row of the page's table; what the page's script shows once the row is opened is in here too. */
interface Row {
  readonly repository: string;
  readonly path: string;
  readonly status: string;
  readonly changed: readonly string[];
  readonly declined: readonly string[];
  readonly decisions: readonly (readonly [verdict: string, title: string, sentence: string, advice: string])[];
  readonly problem: string;
  readonly patch: string;
  readonly proof: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly layers: { readonly before: readonly Layer[]; readonly after: readonly Layer[] } | null;
  readonly figures: readonly (readonly [name: string, before: string, after: string])[];
}

type Layer = readonly [bytes: number, createdBy: string];

/** One page that needs nothing beside itself: counts, reasons, and a table to sort and filter whose rows open to their patch, decisions and layers. */
export function htmlReport(files: readonly ReportedFile[], { version, written }: ReportFrame): string {
  const counts = countsOf(files);
  const bytes = provenBytes(files);
  const page = {
    rows: files.map(rowOf),
    counts,
    written,
    bytes,
    reasons: reasonCounts(files, 'declined').map(({ transform, code, count }) => [`${transform}/${code}`, count]),
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>msb-migrate: ${files.length} ${files.length === 1 ? 'Dockerfile' : 'Dockerfiles'}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<header>
<h1>msb-migrate</h1>
<p>Version ${escaped(version)}. Every change says why it is safe, every refusal why not.</p>
</header>
<main>
<noscript><p>This page makes its table with JavaScript, which is off. The same report is there as Markdown and JSON.</p></noscript>
<section aria-labelledby="numbers-title"><h2 id="numbers-title">In numbers</h2><dl id="numbers" class="numbers"></dl></section>
<section aria-labelledby="reasons-title"><h2 id="reasons-title">Left as it is, by reason</h2><ol id="reasons" class="reasons"></ol></section>
<section aria-labelledby="files-title">
<h2 id="files-title">Dockerfiles</h2>
<form id="filters" class="filters" role="search">
<label>Search <input type="search" id="search" autocomplete="off" placeholder="path, reason, text of the patch"></label>
<label>State <select id="state"><option value="">all</option></select></label>
<label>Reason <select id="reason"><option value="">all</option></select></label>
<output id="shown" aria-live="polite"></output>
</form>
<div class="scroll" tabindex="0" role="region" aria-labelledby="files-title">
<table id="files"><thead><tr></tr></thead><tbody></tbody></table>
</div>
<p><button type="button" id="more" hidden>Show more</button></p>
</section>
</main>
<script type="application/json" id="data">${JSON.stringify(page).replace(/[<\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)}</script>
<script>${HTML_SCRIPT}</script>
</body>
</html>
`;
}

function rowOf(file: ReportedFile): Row {
  const { proof } = file;
  const of = (verdict: string) => [
    ...new Set(file.decisions.filter((each) => each.verdict === verdict).map((each) => each.transform)),
  ];
  return {
    repository: file.repository ?? '',
    path: file.path,
    status: file.status,
    changed: file.edits.length === 0 ? [] : of('changed'),
    declined: [
      ...new Set(
        file.decisions
          .filter(({ verdict }) => verdict === 'declined')
          .map(({ transform, code }) => `${transform}/${code}`),
      ),
    ],
    decisions: file.decisions
      .filter(({ verdict }) => verdict !== 'unneeded')
      .map(({ verdict, transform, code, sentence, advice }) => [
        verdict,
        `${transform}/${code}`,
        sentence,
        advice ?? '',
      ]),
    problem: file.problem === null ? '' : `${file.problem.cause}. ${file.problem.remedy}`,
    patch: file.edits.map((edit) => patchOf({ ...edit, inPatch: edit.path }, plain)).join(''),
    proof: proof?.proof ?? '',
    before: proof?.before.size ?? null,
    after: proof?.after?.size ?? null,
    layers: proof === undefined ? null : { before: layersOf(proof.before), after: layersOf(proof.after) },
    figures:
      proof === undefined
        ? []
        : figureRows(proof.before, proof.after).map(({ name, before, after }) => [name, before, after ?? '']),
  };
}

function layersOf(figures: Figures | undefined): readonly Layer[] {
  return (figures?.layerSizes ?? []).map(({ bytes, createdBy }) => [bytes, createdBy]);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

import type { Schema } from '../../config/keys.ts';

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const list = (items: Schema): Schema => ({ type: 'array', items });
const record = (
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
});

const range = record({ first: { type: 'integer', minimum: 1 }, last: { type: 'integer', minimum: 1 } });

const decision = record({
  verdict: { enum: ['changed', 'declined', 'unneeded'] },
  transform: text,
  code: text,
  sentence: text,
  advice: { type: ['string', 'null'] },
  at: list(range),
  evidence: list(record({ source: text, says: text })),
  changes: list(record({ field: text, before: text, after: text })),
  data: {
    type: 'object',
    additionalProperties: { anyOf: [text, { type: 'number' }, list(text)] },
  },
});

const figures = record(
  { behaviour: list(text), lastLines: list(text), logs: list(text) },
  {
    size: count,
    layers: count,
    layerSizes: list(record({ bytes: count, createdBy: text })),
    files: count,
    packages: count,
    user: text,
    uid: { type: 'integer' },
    buildSeconds: { type: 'number', minimum: 0 },
    steps: count,
    cachedSteps: count,
    stopSeconds: { type: 'number', minimum: 0 },
    rebuild: { type: 'object' },
    image: text,
  },
);

const proofName = { enum: ['same-answers', 'same-exit-0', 'only-built', 'both-fail', 'differs', 'was-broken'] };

const proof = record(
  {
    proof: proofName,
    differences: list(text),
    notes: list(text),
    missing: list(record({ what: text, remedy: text })),
    candidate: text,
    tried: list(record({ label: text, proof: proofName, because: list(text) }, { image: text })),
    before: figures,
  },
  { after: figures },
);

const file = record(
  {
    path: text,
    status: { enum: ['changed', 'unchanged', 'refused', 'fault', 'unproven'] },
    written: { type: 'boolean' },
    edits: list(record({ path: text, isNew: { type: 'boolean' }, before: text, after: text })),
    decisions: list(decision),
    problem: {
      anyOf: [
        { type: 'null' },
        record({ code: text, path: text, cause: text, remedy: text }, { line: { type: 'integer', minimum: 1 } }),
      ],
    },
  },
  { proof, repository: text },
);

/** The JSON Schema of what `--json` prints; a line of JSON lines is one of its files. Fields are only added within a version, so unknown ones pass. */
export const REPORT_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'msb-migrate report',
  ...record({
    version: { const: 1 },
    files: list({ $ref: '#/definitions/file' }),
    summary: record({ changed: count, unchanged: count, refused: count, faults: count }, { unproven: count }),
  }),
  definitions: { file },
};

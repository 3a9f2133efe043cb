import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

const valid = new Ajv.default({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../msb-migrate.report.schema.json', import.meta.url), 'utf8')),
);

/** Where a document does not follow the schema of the JSON report: one line for each fault. */
export function schemaFaults(data: unknown): readonly string[] {
  return valid(data) ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generatedDocuments } from '../src/codegen/documents.ts';
import { TRANSFORMS } from '../transforms/index.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

describe('generated documents', () => {
  for (const { path, text } of generatedDocuments(root, TRANSFORMS)) {
    it(`${path} is what «npm run generate» writes`, () => {
      expect(existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '').toBe(text);
    });
  }

  it('the registry names every folder of transforms', () => {
    const folders = readdirSync(join(root, 'transforms'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(TRANSFORMS.map((transform) => transform.name).sort()).toEqual(folders.map((entry) => entry.name).sort());
  });

  it('every declined circumstance says what the reader can do', () => {
    for (const transform of TRANSFORMS) {
      for (const [code, reason] of Object.entries(transform.reasons)) {
        if (reason.verdict === 'declined') expect(reason.advice, `${transform.name}/${code}`).toBeTruthy();
      }
    }
  });
});

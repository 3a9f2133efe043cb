import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TRANSFORMS } from '../../transforms/index.ts';
import { generatedDocuments } from './documents.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
for (const { path, text } of generatedDocuments(root, TRANSFORMS)) writeFileSync(join(root, path), text);

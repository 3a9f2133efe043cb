import { describe, expect, it } from 'vitest';
import { BUILD, dockerfile, migrated, server } from './project.ts';

/** Reads settings that a deployment may add: the repository has none. */
const SETTINGS = "import 'dotenv/config';\nimport express from 'express';\nexpress().listen(3000);\n";
const files = server({ dependencies: { dotenv: '16.4.5' } }, { 'src/index.ts': SETTINGS });
/** A Google Cloud Build file builds with the classic builder unless it asks for BuildKit. */
const CLASSIC = {
  'cloudbuild.yaml': "steps:\n- name: gcr.io/cloud-builders/docker\n  args: ['build', '-t', 'app', '.']\n",
};

describe('a file that may be missing', () => {
  it('stands in one COPY with one that is there', () => {
    expect(migrated(dockerfile(BUILD), files).runtime).toContain('package.json .env* ./');
  });

  it('is no obstacle for a builder that fails where nothing matches', () => {
    const { runtime, codes } = migrated(dockerfile(BUILD), { ...files, ...CLASSIC });
    expect(codes).toContain('split-stages/split-to-artifacts');
    expect(runtime).toContain('package.json .env* ./');
  });

  it('is one where it is a folder, which stands alone', () => {
    const reading = `import { readdirSync } from 'node:fs';\nreaddirSync('./uploads');\n${SETTINGS}`;
    const { codes } = migrated(dockerfile(BUILD), { ...files, ...CLASSIC, 'src/index.ts': reading });
    expect(codes).not.toContain('split-stages/split-to-artifacts');
  });
});

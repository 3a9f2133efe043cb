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

  const GO = {
    'go.mod': 'module bell\n\ngo 1.22\n\nrequire github.com/joho/godotenv v1.5.1\n',
    'go.sum': 'github.com/joho/godotenv v1.5.1 h1:a=\ngithub.com/joho/godotenv v1.5.1/go.mod h1:b=\n',
    'main.go': 'package main\n\nimport "github.com/joho/godotenv"\n\nfunc main() { godotenv.Load() }\n',
    'assets/bell.txt': 'bell',
  };
  const COMPILE = ['FROM golang:1.22', 'WORKDIR /app', 'COPY . .', 'RUN go build -o bell .', 'CMD ["./bell"]', ''].join(
    '\n',
  );

  it('is joined by the manifest where nothing else is carried to its folder', () => {
    expect(migrated(COMPILE, GO).runtime).toContain('go.mod .env* ./');
  });

  it('and by none where one that is read lies there', () => {
    const main = GO['main.go'].replace('godotenv.Load()', 'godotenv.Load(); os.ReadFile("banner.txt")');
    const { runtime } = migrated(COMPILE, { ...GO, ...CLASSIC, 'main.go': main, 'banner.txt': 'bell' });
    expect(runtime).toMatch(/banner\.txt (?:\S+ )*\.env\* \.\//);
    expect(runtime).not.toContain('go.mod');
  });
});

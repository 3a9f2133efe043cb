import { describe, expect, it } from 'vitest';
import { reasons } from '../../transforms/split-stages/reasons.ts';
import { BUILD, dockerfile, type Files, migrated, server } from './project.ts';

/** What split-stages says first, and its advice. */
function said(text: string, files: Files): { readonly says: string; readonly advice: string | undefined } {
  const decision = migrated(text, files).decisions.find(({ transform }) => transform === 'split-stages');
  const reason = reasons[decision?.code as keyof typeof reasons];
  return {
    says: reason.sentence(decision?.data ?? {}),
    advice: decision?.advice ?? ('advice' in reason ? reason.advice : undefined),
  };
}

describe('why a file is not split', () => {
  it('is a WORKDIR with a build argument, where the words of the COPY are plain', () => {
    const lines = ['FROM node:20', 'ARG APP=/app', 'WORKDIR $APP', ...BUILD, 'CMD ["node", "dist/index.js"]', ''];
    const { says, advice } = said(lines.join('\n'), server());
    expect(says).toContain('puts its files is not known: WORKDIR $APP holds a build argument');
    expect(advice).toBe('Write WORKDIR without build arguments.');
  });

  it('is a COPY with a build argument', () => {
    const { says, advice } = said(dockerfile(['ARG APP', 'COPY . $APP', ...BUILD]), server());
    expect(says).toBe('where «COPY . $APP» puts its files is not known');
    expect(advice).toBe('Write source and destination without build arguments.');
  });

  it.each([
    ['git reset --hard', 'changes files by the repository’s history, which the build context does not show'],
    ['git -C /app checkout -- .', 'changes files by the repository’s history, which'],
    ['git pull', 'fetches files that the build context does not show'],
    ['git submodule update --init', 'fetches files that'],
  ])('is what «%s» does', (command, does) => {
    expect(said(dockerfile([...BUILD, `RUN ${command}`]), server()).says).toContain(`«${command}» ${does}`);
  });
});

describe('the advice', () => {
  it('names --dev-server only where it replaces the server', () => {
    const main = 'package main\n\nfunc main() {}\n';
    const go = [
      'FROM golang:1.22',
      'WORKDIR /app',
      'COPY . .',
      'RUN go mod download',
      'CMD swag init; go run main.go',
      '',
    ];
    const compiled = said(go.join('\n'), { 'go.mod': 'module bell\n\ngo 1.22\n', 'main.go': main });
    expect(compiled.says).toContain('the container starts go run, a development tool');
    expect(compiled.advice).not.toMatch(/node|dev-server/);
    const next = server({ scripts: { dev: 'next dev', build: 'next build' }, dependencies: { next: '14.2.3' } });
    const start = '["npm", "run", "dev"]';
    expect(said(dockerfile(['COPY . .', 'RUN npm ci'], { start }), next).advice).toContain(
      '--dev-server replace does so',
    );
  });

  const compose = (...commands: readonly string[]) => ({
    'compose.yaml': `services:\n${commands.map((one, index) => `  a${index}:\n    build: .\n    command: ${one}\n`).join('')}`,
  });

  it('is the command of everybody who starts an image that starts nothing', () => {
    const started = server({}, compose('node dist/index.js', 'node dist/index.js'));
    expect(said(dockerfile(BUILD, { start: '["bash"]' }), started).advice).toBe(
      'Write «node dist/index.js» as CMD, which compose.yaml starts.',
    );
  });

  it('is none of several commands', () => {
    const started = server({}, compose('node dist/index.js', 'node dist/other.js'));
    expect(said(dockerfile(BUILD, { start: '["bash"]' }), started).advice).not.toContain('compose.yaml');
  });
});

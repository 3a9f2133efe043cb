import { describe, expect, it } from 'vitest';
import { BUILD, dockerfile, migrated, server } from './project.ts';

/** A server with one more source line. */
const reading = (line: string, dependencies: Readonly<Record<string, string>> = {}) =>
  server({ dependencies }, { 'src/index.ts': `import express from 'express';\n${line}\nexpress().listen(3000);\n` });

const FONT = "import fs from 'node:fs'; fs.readFileSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf');";
const TYPES = "import fs from 'node:fs'; fs.readFileSync('/etc/mime.types', 'utf8');";
const TRUST = "import fs from 'node:fs'; fs.readFileSync('/etc/ssl/certs/ca-certificates.crt');";

describe('files of the system that a smaller image lacks', () => {
  it.each([
    [
      'fonts stay off Alpine, where they lie elsewhere',
      FONT,
      'node:20',
      'node:20-slim',
      'fontconfig fonts-dejavu-core',
    ],
    ['media types are installed', TYPES, 'node:20', 'node:20-alpine', 'mailcap'],
    ['media types are installed on Debian', TYPES, 'node:20', 'node:20-slim', 'media-types', 'slim'],
    ['Debian’s slim image gets certificates', TRUST, 'node:20', 'node:20-slim', 'ca-certificates', 'slim'],
  ])('%s', (_, line, base, image, packages, wish: string = 'auto') => {
    const { runtime, bases } = migrated(dockerfile(BUILD, { base }), reading(line), {
      base: wish === 'slim' ? wish : 'auto',
    });
    expect(runtime).toContain(`FROM ${image} AS`);
    expect(runtime).toContain(packages);
    expect(bases.join('\n')).toContain('what src/index.ts needs is installed there');
  });

  it.each([
    ['Alpine has certificates', dockerfile(BUILD), TRUST, 'node:20-alpine'],
    [
      'what the image before lacks as well is not missed',
      dockerfile(BUILD, { base: 'node:20-slim' }),
      TYPES,
      'node:20-alpine',
    ],
    [
      'the author installs them',
      dockerfile(['RUN apt-get update && apt-get install -y fonts-liberation', ...BUILD]),
      FONT,
      'node:20-slim',
    ],
  ])('nothing is installed where %s', (_, text, line, image) => {
    const { runtime } = migrated(text, reading(line));
    expect(runtime).toContain(`FROM ${image} AS`);
    expect(runtime).not.toMatch(/dejavu-core|mailcap|install .*ca-certificates/);
  });

  it('keep the full image of a release whose packages move to the archive', () => {
    const { runtime, codes } = migrated(dockerfile(BUILD, { base: 'node:20-bullseye' }), reading(FONT));
    expect(runtime).toContain('FROM node:20-bullseye AS');
    expect(codes).toContain('swap-base-image/needs-system-file');
  });

  it('are installed by the RUN that is there for native code', () => {
    const { runtime } = migrated(
      dockerfile(BUILD),
      reading(FONT, { '@prisma/client': '5.22.0', '@prisma/engines': '5.22.0' }),
    );
    expect(runtime.match(/apt-get install/g)).toHaveLength(1);
    expect(runtime).toContain('ca-certificates openssl fontconfig fonts-dejavu-core');
  });
});

describe('programs that only the full image has', () => {
  it.each([
    'free -m',
    'mogrify -resize 50% a.png',
    'ssh-keyscan example.com',
    'shasum a.txt',
  ])('«%s» is missed', (command) => {
    const { runtime } = migrated(
      dockerfile(BUILD),
      reading(`import { execSync } from 'node:child_process'; execSync('${command}');`),
      { base: 'slim' },
    );
    expect(runtime).toContain('FROM node:20 AS');
  });
});

import { describe, expect, it } from 'vitest';
import { readGenericCommand } from '../../src/commands/read-command.ts';
import { alpineTwin } from '../../src/system-packages/alpine-twins.ts';
import { asApk } from '../../src/system-packages/as-apk.ts';
import { CERTAIN_TWINS } from '../../src/system-packages/certain-twins.ts';
import { readPackagesCommand } from '../../src/system-packages/read-packages.ts';
import { runView, scriptOf } from '../shell/run-view.ts';

function translated(text: string) {
  const readings = scriptOf(text).commands.flatMap(
    (command) =>
      readPackagesCommand(command) ?? readGenericCommand(command, { folder: '/', home: '/root', env: new Map() }) ?? [],
  );
  return asApk(text, runView(text), readings);
}

describe('a RUN of apt-get as one of apk', () => {
  it.each([
    [
      'RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*',
      'RUN apk add --no-cache tini',
    ],
    [
      'RUN apt-get update \\\n && apt-get -y install \\\n    dumb-init xz-utils \\\n && apt-get clean',
      'RUN apk add --no-cache dumb-init xz',
    ],
    ['RUN apt-get update -qq; apt install -yq ffmpeg sqlite3', 'RUN apk add --no-cache ffmpeg sqlite'],
    ['RUN apt-get install -y curl', 'RUN apk add --no-cache curl ca-certificates'],
    ['RUN apt-get install -y git curl', 'RUN apk add --no-cache git ca-certificates less openssh-client curl'],
  ])('%j', (text, expected) => {
    expect(translated(text)).toMatchObject({ kind: 'known', text: expected });
  });

  it.each([
    ['RUN apt-get update && apt-get install -y imagemagick', 'no twin of imagemagick is certain'],
    ['RUN apt-get install -y curl=7.88.1-10', 'not every word of it is a plain name'],
    ['RUN apt-get install -y curl $EXTRA', 'not every word of it is a plain name'],
    ['RUN apt-get install -y -t bookworm-backports curl', 'not every word of it is a plain name'],
    ['RUN apt-get install -y ./tool.deb', 'not every word of it is a plain name'],
    ['RUN apt-get install -y curl && mkdir -p /data', 'it does more than install packages'],
    ['RUN apt-get install -y curl && apt-get purge -y gcc', 'it does more than install packages'],
    ['RUN apt-get install -y curl && rm -rf /usr/share/doc', 'it does more than install packages'],
    ['RUN --mount=type=cache,target=/var/cache/apt apt-get install -y curl', 'it has a mount or is no line of shell'],
    ['RUN ["apt-get", "install", "-y", "curl"]', 'it has a mount or is no line of shell'],
    ['RUN apt-get install -y \\\n  # for the check\n  curl', 'a comment inside would be lost'],
    ['RUN apt-get update', 'it installs nothing'],
  ])('%j is left alone: %s', (text, because) => {
    expect(translated(text)).toMatchObject({ kind: 'not-known', because });
  });

  it('has no certain twin under another name than the table of names', () => {
    for (const [debian, alpine] of Object.entries(CERTAIN_TWINS)) expect(alpineTwin(debian)).toEqual([alpine]);
  });
});

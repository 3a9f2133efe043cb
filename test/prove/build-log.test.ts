import { describe, expect, it } from 'vitest';
import { instructionOf, parseBuildLog, registryWasOutOfReach, stepBegunBy } from '../../src/prove/build-log.ts';

/** As Docker 20.10 prints it, with two stages, a cached step and a command that prints words of the protocol. */
const BUILT = `#1 [internal] load build definition from Dockerfile
#1 sha256:41027fe2
#1 DONE 0.0s

#3 [internal] load metadata for docker.io/library/node:20
#3 DONE 0.0s

#4 [deps 1/4] FROM docker.io/library/node:20
#4 DONE 0.1s

#5 [deps 2/4] WORKDIR /app
#5 CACHED

#7 [deps 3/4] COPY package.json ./
#7 CACHED

#8 [deps 4/4] RUN npm ci
#8 sha256:15e46b55
#8 3.902 added 71 packages in 3s
#8 3.903 CACHED
#8 3.904 ERROR: only a word

#9 [stage-1 2/3] COPY . .
#9 DONE 0.0s

#8 [deps 4/4] RUN npm ci
#8 4.100 done
#8 DONE 4.2s

#10 exporting to image
#10 DONE 0.2s
`;

const FAILED = `#5 [2/3] WORKDIR /app
#5 DONE 0.1s

#6 [3/3] RUN npm run build
#6 0.512 npm ERR! missing script: build
#6 ERROR: executor failed running [/bin/sh -c npm run build]: exit code: 1
------
 > [3/3] RUN npm run build:
------
executor failed running [/bin/sh -c npm run build]: exit code: 1
`;

describe('parseBuildLog', () => {
  it('reads what podman prints, with its cache and the step that failed', () => {
    const log = [
      '[1/2] STEP 1/2: FROM node:20 AS deps',
      '[1/2] STEP 2/2: RUN npm ci',
      '--> Using cache 7bbcae9ab7d50a0408d059c8',
      '--> 7bbcae9ab7d',
      '[2/2] STEP 1/2: FROM node:20-alpine',
      '[2/2] STEP 2/2: RUN exit 3',
      'Error: building at STEP "RUN exit 3": while running runtime: exit status 3',
    ].join('\n');
    expect(parseBuildLog(log)).toEqual({
      steps: [
        { name: '[stage-0 1/2] FROM node:20 AS deps', cached: false },
        { name: '[stage-0 2/2] RUN npm ci', cached: true },
        { name: '[stage-1 1/2] FROM node:20-alpine', cached: false },
        { name: '[stage-1 2/2] RUN exit 3', cached: false },
      ],
      failed: '[stage-1 2/2] RUN exit 3',
    });
  });

  it('lists the steps of instructions once each, with what came from the cache', () => {
    expect(parseBuildLog(BUILT)).toEqual({
      steps: [
        { name: '[deps 1/4] FROM docker.io/library/node:20', cached: false },
        { name: '[deps 2/4] WORKDIR /app', cached: true },
        { name: '[deps 3/4] COPY package.json ./', cached: true },
        { name: '[deps 4/4] RUN npm ci', cached: false },
        { name: '[stage-1 2/3] COPY . .', cached: false },
      ],
    });
  });

  it('names the step that failed', () => {
    expect(parseBuildLog(FAILED).failed).toBe('[3/3] RUN npm run build');
  });

  it('names no step where the Dockerfile could not be read', () => {
    const text =
      '#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\nfailed to solve: unknown instruction: FORM\n';
    expect(parseBuildLog(text)).toEqual({ steps: [] });
  });

  it('reads lines that end in CRLF', () => {
    expect(parseBuildLog('#5 [2/2] RUN make\r\n#5 CACHED\r\n').steps).toEqual([
      { name: '[2/2] RUN make', cached: true },
    ]);
  });

  it('knows steps of a build for a named platform', () => {
    expect(parseBuildLog('#5 [linux/amd64 deps 2/2] RUN make\n').steps).toHaveLength(1);
  });
});

describe('instructionOf', () => {
  it('leaves out the stage and the number', () => {
    expect(instructionOf({ name: '[deps 3/4] RUN echo [a]', cached: true })).toBe('RUN echo [a]');
  });
});

describe('registryWasOutOfReach', () => {
  const dial = 'failed to do request: Head "https://example.test/v2/": dial tcp: lookup example.test: no such host';

  it('tells a registry that does not answer', () => {
    expect(
      registryWasOutOfReach({ step: '[internal] load metadata for docker.io/library/node:20', lastLines: [dial] }),
    ).toBe(true);
  });

  it('takes an unknown tag for the fault of the Dockerfile', () => {
    const lastLines = ['docker.io/library/node:20-nope: not found'];
    expect(
      registryWasOutOfReach({ step: '[internal] load metadata for docker.io/library/node:20-nope', lastLines }),
    ).toBe(false);
  });

  it('takes a download that fails in a RUN for a failed build', () => {
    expect(registryWasOutOfReach({ step: '[2/3] RUN npm ci', lastLines: [dial] })).toBe(false);
  });
});

describe('stepBegunBy', () => {
  it.each([
    ['#7 [deps 2/4] RUN npm ci', '[deps 2/4] RUN npm ci'],
    ['#7 [2/4] RUN npm ci', '[2/4] RUN npm ci'],
    ['#7 [internal] load build context', undefined],
    ['#7 0.412 [2/4] RUN npm ci', undefined],
    ['#7 DONE 0.1s', undefined],
  ])('«%s»', (line, step) => {
    expect(stepBegunBy(line)).toBe(step);
  });
});

import { describe, expect, it } from 'vitest';
import { imagesOf, referencesOf, type StageViews } from '../../src/dockerfile/references.ts';
import type { View } from '../../src/dockerfile/view.ts';
import { documentOf, view } from './read.ts';

function references(source: string) {
  const globals: View[] = [];
  const stages: { from: View; steps: View[] }[] = [];
  for (const { keyword, text } of documentOf(source).instructions) {
    if (keyword === 'FROM') stages.push({ from: view(text), steps: [] });
    else (stages.at(-1)?.steps ?? globals).push(view(text));
  }
  const readonlyStages: readonly StageViews[] = stages;
  return referencesOf(readonlyStages, globals);
}

const targets = (source: string) => references(source).map(({ text, target }) => [text, target]);

describe('referencesOf', () => {
  it('finds stages by name, whatever its case, and by index', () => {
    expect(references('FROM a AS Build\nFROM build\nCOPY --from=BUILD x y\nADD --from=0 x y\n')).toEqual([
      { stage: 0, step: null, via: 'from', text: 'a', target: { kind: 'image', reference: 'a' } },
      { stage: 1, step: null, via: 'from', text: 'build', target: { kind: 'stage', index: 0 } },
      { stage: 1, step: 0, via: 'copy', text: 'BUILD', target: { kind: 'stage', index: 0 } },
      { stage: 1, step: 1, via: 'copy', text: '0', target: { kind: 'stage', index: 0 } },
    ]);
  });

  it('finds images, and an index that no stage has', () => {
    expect(targets('FROM a\nCOPY --from=nginx:1 x y\nCOPY --from=3 x y\n').slice(1)).toEqual([
      ['nginx:1', { kind: 'image', reference: 'nginx:1' }],
      ['3', { kind: 'nothing' }],
    ]);
  });

  it('finds the source of a mount anywhere in its value', () => {
    const source =
      'FROM a AS b\nFROM c\nRUN --mount=type=bind,"from=b",target=/x --mount=from=d,target=/y --mount=type=cache,target=/z w\n';
    expect(targets(source).slice(2)).toEqual([
      ['b', { kind: 'stage', index: 0 }],
      ['d', { kind: 'image', reference: 'd' }],
    ]);
  });

  it('a FROM sees earlier stages only: its own name is an image', () => {
    expect(targets('FROM node AS node\nFROM node\n')).toEqual([
      ['node', { kind: 'image', reference: 'node' }],
      ['node', { kind: 'stage', index: 0 }],
    ]);
  });

  it('knows by default what a variable in FROM chooses', () => {
    const source =
      'ARG E\nARG I=node:20\nFROM $I AS deps-prod\nFROM deps-${E:-prod}\nFROM a-$TARGETARCH\nCOPY --from=$E x y\n';
    expect(targets(source).map(([, target]) => target)).toEqual([
      { kind: 'symbolic', byDefault: { kind: 'image', reference: 'node:20' } },
      { kind: 'symbolic', byDefault: { kind: 'stage', index: 0 } },
      { kind: 'symbolic', byDefault: null },
      { kind: 'symbolic', byDefault: null },
    ]);
    expect(imagesOf(references(source))).toEqual(['node:20']);
  });
});

import { distrolessNodes } from '../../base-images/distroless-node.ts';
import { baseImageOf } from '../../base-images/knowledge-of.ts';
import type { RuntimeCandidate, RuntimeQuestion } from '../../base-images/runtime-candidate.ts';
import { readImageReference } from '../../dockerfile/image-reference.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { directStart } from './direct-start.ts';

const NODE = '/nodejs/bin/node';

/**
 * Images of other families that could run a Node.js program: distroless, of the same major version. They are taken on request only: nobody can
 * open a shell in such a container, and what a project's dependencies start by name is found in its sources only.
 */
export function nodeRuntimes(
  context: BuildContext,
  folder: string,
  question: RuntimeQuestion,
): readonly RuntimeCandidate[] {
  const { base, start } = question;
  if (base.family !== 'node' || base.major === null || start.kind !== 'program') return [];
  const there = directStart(context, folder, question, NODE);
  return distrolessNodes(base.major).flatMap(({ reference, endedIn }): readonly RuntimeCandidate[] => {
    const image = baseImageOf(readImageReference(reference), new Map());
    if (image === null) return [];
    return [
      {
        rung: 'distroless',
        reference,
        image,
        offer: {
          kind: 'on-request',
          because: 'it has no shell, and what the dependencies start by name is not looked for',
        },
        start: there.known ? { known: true, value: there.value.start } : there,
        programs: { node: NODE, nodejs: NODE },
        drops: ['NODE_VERSION', 'YARN_VERSION'],
        differences: [
          'there is no shell, no npm and no package manager in the container',
          ...(there.known && there.value.withoutManager
            ? [
                `node is process 1 instead of ${there.value.withoutManager}: it receives SIGTERM itself, and the variables that ${there.value.withoutManager} sets are not there`,
              ]
            : []),
          ...(endedIn === null ? [] : [`its publisher does not build ${reference} any more since ${endedIn}`]),
        ],
        evidence: image.evidence,
      },
    ];
  });
}

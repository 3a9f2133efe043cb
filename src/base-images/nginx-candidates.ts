import type { SmallerTag } from './smaller-tag.ts';

const CONFIGURED = 'its configuration may name a user or a module that the other distribution has under another name';

/** `1.27` → `1.27-alpine`, with the same modules (nginx/docker-nginx, for every version since 1.9). The slim Alpine image has fewer, and is none of these. */
export function smallerNginxTags(tag: string): readonly SmallerTag[] {
  const parts = /^(\d+(?:\.\d+){0,2}|stable|mainline|latest)(?:-(?:bullseye|bookworm|trixie))?$/.exec(tag);
  const version = parts?.[1];
  if (version === undefined || /^(?:0|1\.[0-8])(?:\.|$)/.test(version)) return [];
  return [
    { rung: 'alpine', versionText: version === 'latest' ? '' : version, ending: 'alpine', onRequest: CONFIGURED },
  ];
}

/** One kind of text that differs between two runs of one program, and what stands for it. */
interface Volatile {
  readonly pattern: RegExp;
  readonly becomes: string;
}

/**
 * Texts that say when, how long or which run, and nothing about what the program does. Order counts: the longer form first.
 * Deliberately not here: bare numbers, versions, paths and words, because they are what a wrong migration changes.
 */
const VOLATILE: readonly Volatile[] = [
  // 2024-05-01T10:11:12.123Z, 2024-05-01 10:11:12,123+02:00
  { pattern: /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, becomes: '<time>' },
  // Wed, 01 May 2024 10:11:12 GMT; Wed May 01 2024 10:11:12 GMT+0000 (Coordinated Universal Time)
  {
    pattern:
      /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:\d{1,2} )?[A-Z][a-z]{2} (?:\d{1,2} )?\d{4} \d\d:\d\d:\d\d(?: GMT(?:[+-]\d{4})?)?(?: \([^)]*\))?/g,
    becomes: '<time>',
  },
  // 01/May/2024:10:11:12 +0000 (access logs), 5/1/2024, 10:11:12 AM (toLocaleString)
  {
    pattern: /\b\d{1,2}\/(?:[A-Z][a-z]{2}|\d{1,2})\/\d{4}[:,]? ?\d{1,2}:\d\d:\d\d(?: ?[AP]M)?(?: [+-]\d{4})?/g,
    becomes: '<time>',
  },
  { pattern: /\b\d{4}[-/]\d\d[-/]\d\d\b/g, becomes: '<date>' },
  { pattern: /\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AP]M)?\b/g, becomes: '<time>' },
  // Unix time from 2001 to 2033, in seconds or milliseconds.
  { pattern: /\b1\d{9}(?:\d{3})?(?:\.\d+)?\b/g, becomes: '<time>' },
  { pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, becomes: '<id>' },
  // How long something took: 12ms, 1.34 s, 250µs.
  { pattern: /\b\d+(?:\.\d+)? ?(?:ns|µs|ms|s|sec|secs|seconds|milliseconds)\b/g, becomes: '<duration>' },
  // "uptime": 3.21
  { pattern: /("?(?:uptime|pid|elapsed|duration)"?\s*[:=]\s*)[\d.]+/gi, becomes: '$1<number>' },
  // Next.js draws a new build id for every build: 21 characters, called `buildId` or (from version 15) `b`, in JSON or in a script's string.
  { pattern: /("buildId":")[^"]+|(\/_next\/static\/)[\w-]{21}(?=\/)/g, becomes: '$1$2<build>' },
  // … and a new key for the root of every page that it renders ahead: ["$","$1","<21 characters>",…].
  { pattern: /(\[\\?"\$\\?",\\?"\$1\\?",\\?")[\w-]{21}(?=\\?")/g, becomes: '$1<key>' },
  { pattern: /(\\?"(?:buildId|b)\\?":\\?")[\w-]{21}(?=\\?")/g, becomes: '$1<build>' },
  // SvelteKit names a build by the time it was made (packages/kit/src/core/config/options.js): the hash of that is part of a global's name, and of the
  // two files that a page starts with. Other files keep their hash, which says what is in them.
  { pattern: /\b__sveltekit_(?!dev\b)[0-9a-z]{1,7}\b/g, becomes: '__sveltekit_<build>' },
  { pattern: /(\/_app\/immutable\/entry\/(?:start|app)\.)[\w-]+(?=\.m?js\b)/g, becomes: '$1<build>' },
];

/** The text with everything replaced that differs between two runs of one program. */
export function normalise(text: string): string {
  return VOLATILE.reduce((current, { pattern, becomes }) => current.replace(pattern, becomes), text);
}

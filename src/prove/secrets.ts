/**
 * Values that stand in everybody's configuration. Taking them out would make a report unreadable (`port ***`) and keep
 * nothing secret: numbers of up to five digits, switches, environments, addresses of this machine.
 */
const COMMONPLACE =
  /^(?:\d{1,5}|true|false|yes|no|on|off|none|null|production|prod|development|dev|staging|local|test|debug|info|warn|error|localhost|127\.0\.0\.1|0\.0\.0\.0|\/|\.)$/i;

/** What stands in place of a secret. */
const REPLACEMENT = '***';

/**
 * Takes these values out of texts: as they are, as JSON and as a URL write them, and each line of those that have
 * several. A longer value goes before a shorter one that it contains. Values that are commonplace stay, and a short word of letters alone (`--env ROLE=api`) is
 * taken out where it is a word by itself: inside of others it would only make them unreadable (`--***uction`).
 */
export function redactorOf(values: readonly string[]): (text: string) => string {
  const secrets = new Set(
    values
      .flatMap((value) => [value, ...value.split(/\r?\n/)])
      .map((value) => value.trim())
      .filter((value) => value.length > 1 && !COMMONPLACE.test(value))
      .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]),
  );
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  const patterns = longestFirst.map((secret) =>
    /^[A-Za-z]{2,6}$/.test(secret) ? new RegExp(`(?<![A-Za-z])${secret}(?![A-Za-z])`, 'g') : secret,
  );
  return (text) => patterns.reduce<string>((current, secret) => current.replaceAll(secret, REPLACEMENT), text);
}

/**
 * The fields of a `RUN --mount=type=cache,target=/x,readonly` value; a field without `=` is `true`. Names are in lower case.
 * The value is one line of CSV (BuildKit's `parseMount`): a field may stand in double quotes.
 */
export function parseMount(value: string): ReadonlyMap<string, string> {
  const fields = [...value.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
  return new Map(
    fields
      .filter((field) => field !== '')
      .map((field) => {
        const equals = field.indexOf('=');
        return equals < 0
          ? [field.toLowerCase(), 'true']
          : [field.slice(0, equals).toLowerCase(), field.slice(equals + 1)];
      }),
  );
}

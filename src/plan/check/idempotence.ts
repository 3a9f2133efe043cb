import type { Law } from './law.ts';

/** Law 10: running again on the result changes nothing. */
export const idempotence: Law = {
  name: 'idempotence',
  promise: 'Running again on the result, with the proposed ignore file, changes nothing.',
  check({ printed, again }) {
    return again() === printed
      ? []
      : [{ law: 'idempotence', line: null, says: 'a second run would change the file once more' }];
  },
};

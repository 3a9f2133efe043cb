import { comments } from './comments.ts';
import { consumers } from './consumers.ts';
import { finalStage } from './final-stage.ts';
import { form } from './form.ts';
import { idempotence } from './idempotence.ts';
import type { Breach, CheckInput, Law } from './law.ts';
import { libc } from './libc.ts';
import { order } from './order.ts';
import { provenance } from './provenance.ts';
import { references } from './references.ts';
import { runtimeConfiguration } from './runtime-configuration.ts';
import { sources } from './sources.ts';
import { surroundings } from './surroundings.ts';

/** The laws, in the order in which they are checked: cheap and telling ones first. */
export const LAWS: readonly Law[] = [
  provenance,
  references,
  finalStage,
  consumers,
  runtimeConfiguration,
  surroundings,
  order,
  libc,
  sources,
  form,
  comments,
  idempotence,
];

/** Every breach of the first law that is broken; empty: the plan may be printed. */
export function checkPlan(input: CheckInput): readonly Breach[] {
  for (const law of LAWS) {
    const breaches = law.check(input);
    if (breaches.length > 0) return breaches;
  }
  return [];
}

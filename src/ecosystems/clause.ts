import type { Because } from '../decision.ts';
import type { Facts } from '../facts.ts';

/** A fact's reason as a clause that reads after «because», in the words of the ecosystem that could not establish it. */
export function clause(because: Because, facts: Facts): string {
  for (const ecosystem of facts.ecosystems) {
    const sentence = ecosystem.reasons[because.code];
    if (sentence) return sentence(because.data);
  }
  return because.code.replaceAll('-', ' ');
}

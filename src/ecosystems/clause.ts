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

/** The ecosystem's own advice for a fact's reason, as a part of a decision; nothing where it has none. */
export function adviceFor(because: Because, facts: Facts): { readonly advice?: string } {
  for (const ecosystem of facts.ecosystems) {
    const advice = ecosystem.advice?.[because.code];
    if (advice !== undefined) return { advice };
  }
  return {};
}

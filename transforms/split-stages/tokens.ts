import type { Decision } from '../../src/decision.ts';
import type { SplitCase } from './case.ts';
import { at, decide } from './placed.ts';

/** Variables whose value opens something. */
const SECRET = /(?:^|_)(?:TOKEN|AUTH|AUTHTOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?|API_?KEY|PAT)(?:$|_)/i;

/** Secrets that stand in ARG or ENV while dependencies are installed: kept as they are, with advice. */
export function tokenAdvice({ anchor, survey }: SplitCase): readonly Decision[] {
  const { args, env } = anchor.item.state;
  const names = [...new Set([...args.keys(), ...env.keys()])].filter((name) => SECRET.test(name));
  if (names.length === 0) return [];
  const lines = survey.items.filter(
    ({ view }) => (view.kind === 'arg' || view.kind === 'env') && view.pairs.some((pair) => names.includes(pair.name)),
  );
  return [decide('token-in-variable', { data: { names }, at: lines.flatMap(at) })];
}

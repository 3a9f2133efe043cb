import { decisionsOf } from '../../src/decision.ts';
import { reasons } from './reasons.ts';

export const decide = decisionsOf('add-non-root-user', reasons);

import { playAll } from './play.ts';
import { RULE_CASES } from './rule-cases.ts';
import { SERVICE_RULE_CASES } from './service-rule-cases.ts';
import { VALIDATION_CASES } from './validation-cases.ts';

playAll('defaults and rules', [...VALIDATION_CASES, ...RULE_CASES, ...SERVICE_RULE_CASES], { status: false });

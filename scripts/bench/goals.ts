import type { Bench } from './bench.ts';
import type { Finding } from './finding.ts';

/** What is measured together, and for which goals. */
export interface GoalRun {
  readonly goals: readonly string[];
  /** Loaded only when it is wanted. */
  readonly run: (bench: Bench) => Promise<readonly Finding[]>;
}

/** All goals that have a measurement, in the order they are run: those that other work disturbs most come first. */
export const goalRuns: readonly GoalRun[] = [
  { goals: ['P1', 'P3'], run: async (bench) => (await import('./goals/speed.ts')).speed(bench) },
  { goals: ['P2'], run: async (bench) => (await import('./goals/wireSpeed.ts')).wireSpeed(bench) },
  { goals: ['P4'], run: async (bench) => (await import('./goals/distance.ts')).distance(bench) },
  {
    goals: ['P5', 'P6'],
    run: async (bench) => (await import('./goals/largeSends.ts')).largeSends(bench),
  },
  { goals: ['P7'], run: async (bench) => (await import('./goals/signUps.ts')).signUps(bench) },
  { goals: ['P8'], run: async (bench) => (await import('./goals/starts.ts')).starts(bench) },
  { goals: ['P9'], run: async (bench) => (await import('./goals/signing.ts')).signing(bench) },
  { goals: ['P10'], run: async (bench) => (await import('./goals/postfix.ts')).postfix(bench) },
  { goals: ['P11'], run: async (bench) => (await import('./goals/composing.ts')).composing(bench) },
  { goals: ['P12'], run: async (bench) => (await import('./goals/preview.ts')).preview(bench) },
  { goals: ['P13'], run: async (bench) => (await import('./goals/importing.ts')).importing(bench) },
];

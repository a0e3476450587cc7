import { addFigures, scoreOf, type Figures } from './figures.ts';
import { inventVisits, type Invented } from './invent-visits.ts';
import type { OrganisationKind } from './organisation-kind.ts';
import { alwaysOn } from './policies/always-on.ts';
import { avdAutoscale, avdGrid } from './policies/avd-autoscale.ts';
import { citrixAutoscale, citrixGrid } from './policies/citrix-autoscale.ts';
import { foresight } from './policies/foresight.ts';
import { history, historyGrid } from './policies/history.ts';
import { ours } from './policies/ours.ts';
import { schedule, scheduleGrid } from './policies/schedule.ts';
import { startOnConnect } from './policies/start-on-connect.ts';
import { runPool } from './pool-run.ts';
import type { Planner } from './protocol.ts';

export interface PolicyResult {
  policy: string;
  /** The settings that the days measured themselves chose, for the tuned ones. */
  chosen: string;
  figures: Figures;
}

export interface OrganisationResult {
  id: string;
  title: string;
  people: number;
  hosts: number;
  seeds: number[];
  results: PolicyResult[];
}

export const policies = [
  'always on',
  'schedule, tuned',
  'start on connect',
  'AVD Autoscale, tuned for cost and waits',
  'AVD Autoscale, tuned for few waits',
  'Citrix Autoscale, tuned for cost and waits',
  'Citrix Autoscale, tuned for few waits',
  'history, tuned',
  'zaitaku',
  'perfect foresight, same levers',
] as const;

/** Few: at most this share of the booked people waits over a minute, where any setting reaches it. */
const FEW_WAITS = 0.002;

/** Every policy on the same days. The peers' settings are chosen on the very days measured, over all seeds together. */
export function runOrganisation(kind: OrganisationKind, seeds: number[], peers: 'all' | 'none'): OrganisationResult {
  const invented = seeds.map((seed) => inventVisits(kind, seed));
  const over = (make: (one: Invented) => Planner): Figures =>
    addFigures(seeds.map((seed, index) => runPool(kind, seed, invented[index]!, make(invented[index]!))));
  const results: PolicyResult[] = [{ policy: 'zaitaku', chosen: '', figures: over(ours) }];
  if (peers === 'all') {
    results.push({ policy: 'perfect foresight, same levers', chosen: '', figures: over(foresight) });
    results.push({ policy: 'always on', chosen: '', figures: over(alwaysOn) });
    results.push({ policy: 'start on connect', chosen: '', figures: over(startOnConnect) });
    const tried = <T>(grid: T[], make: (settings: T) => Planner) =>
      (kind.people >= 1000 ? grid.filter((_, index) => index % 3 === 1) : grid).map((settings) => ({
        chosen: JSON.stringify(settings),
        figures: over(() => make(settings)),
      }));
    results.push({ policy: 'schedule, tuned', ...cheapest(tried(scheduleGrid, schedule)) });
    results.push({ policy: 'history, tuned', ...cheapest(tried(historyGrid, history)) });
    const avd = tried(avdGrid, avdAutoscale);
    results.push({ policy: 'AVD Autoscale, tuned for cost and waits', ...cheapest(avd) });
    results.push({ policy: 'AVD Autoscale, tuned for few waits', ...fewWaits(avd) });
    const citrix = tried(citrixGrid, citrixAutoscale);
    results.push({ policy: 'Citrix Autoscale, tuned for cost and waits', ...cheapest(citrix) });
    results.push({ policy: 'Citrix Autoscale, tuned for few waits', ...fewWaits(citrix) });
  }
  const hosts = kind.pool.hosts.reduce((sum, { count }) => sum + count, 0);
  return { id: kind.id, title: kind.title, people: kind.people, hosts, seeds, results };
}

type Tried = Omit<PolicyResult, 'policy'>;

function cheapest(tried: Tried[]): Tried {
  return tried.reduce((best, one) => (scoreOf(one.figures) < scoreOf(best.figures) ? one : best));
}

function fewWaits(tried: Tried[]): Tried {
  const harm = ({ figures }: Tried) => figures.booked60 + 10 * figures.refused;
  const few = tried.filter((one) => harm(one) <= FEW_WAITS * one.figures.booked);
  if (few.length > 0) return few.reduce((best, one) => (one.figures.paid < best.figures.paid ? one : best));
  return tried.reduce((best, one) => (harm(one) < harm(best) ? one : best));
}

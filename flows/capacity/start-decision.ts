import { readyWithin, type BootCurve } from './boot-curve.ts';
import { normalShortfall, shortfallOf, type Shortfall } from './chance-of-shortage.ts';
import type { StartQuestion } from './capacity.ts';
import type { ArrivalForecast } from './expected-arrivals.ts';
import type { PlannerParameters } from './planner-parameters.ts';

/** More uncertain hosts than this: their places are taken as normal. */
const EXACT_HOSTS = 7;

/** Minutes after which a boot is one of the slow ones. */
const SLOW_AFTER = 7;
/**
 * A slow boot is insured against by a further host, but that one is paid for minutes, not one: so slowness weighs less.
 */
const INSURED = 0.3;

/** A host under way: its places, and how many minutes ago it was started. */
export interface ComingHost {
  places: number;
  ageMinutes: number;
}

/** A host under way is relied on for so long. While somebody waits for it, another costs less than their waiting. */
export function doubtedAfterMinutes(waiting: number): number {
  return waiting > 0 ? 1 : SLOW_AFTER;
}

export interface Supply {
  /** Places free now that may be used. */
  free: number;
  coming: ComingHost[];
}

interface Uncertain {
  places: number;
  ready: number;
}

/**
 * The newsvendor's question, minute by minute: who would wait for the host that is not started now? A host started now
 * is ready in minute m with the boot curve's chance; until then those wait who find no place. Starting it a minute
 * later lengthens their waiting by one minute each. So a host is started when those people, weighed with the price of
 * a waited minute, cost more than a minute of the host.
 */
export class StartDecision {
  private readonly losses: Shortfall[];
  private readonly means: number[];
  private readonly deviations: number[];
  /** How far others are relied on: hosts started before ours or with it. */
  private readonly sure: number;
  private readonly curve: BootCurve;
  private readonly parameters: PlannerParameters;
  private readonly fixed: { base: number; uncertain: Uncertain[]; mean: number; variance: number }[];

  /** `ahead`: minutes by which people are thought to come earlier (a storm; or the time after which a stop pays). */
  constructor(
    forecast: ArrivalForecast,
    waiting: number,
    supply: Supply,
    curve: BootCurve,
    parameters: PlannerParameters,
    ahead: number,
  ) {
    this.curve = curve;
    this.parameters = parameters;
    this.sure = 1 - (1 - curve[SLOW_AFTER]!) * INSURED;
    const last = forecast.mean.length - 1;
    const at = (m: number) => Math.min(last, m + ahead);
    const minutes = Array.from({ length: parameters.bootMinutes + 1 }, (_, m) => m);
    this.means = minutes.map((m) => forecast.mean[at(m)]! + waiting);
    this.deviations = minutes.map((m) => Math.sqrt(forecast.risk[at(m)]!));
    this.losses = minutes.map((m) => {
      const loss = shortfallOf(forecast.mean[at(m)]!, forecast.risk[at(m)]!);
      return (places) => loss(places - waiting);
    });
    const doubtedAfter = doubtedAfterMinutes(waiting);
    this.fixed = minutes.map((m) => {
      let base = supply.free;
      const uncertain: Uncertain[] = [];
      for (const { places, ageMinutes } of supply.coming) {
        // One that should be up already is judged by its age; the others are up when ours is, or slow.
        const ready = ageMinutes > doubtedAfter ? readyWithin(curve, ageMinutes, m) : this.sure;
        if (ready > 0.9995) base += places;
        else if (ready > 0.0005) uncertain.push({ places, ready });
      }
      const mean = uncertain.reduce((sum, one) => sum + one.places * one.ready, base);
      const variance = uncertain.reduce((sum, one) => sum + one.places ** 2 * one.ready * (1 - one.ready), 0);
      return { base, uncertain, mean, variance };
    });
  }

  /** People waiting, on average over the boot, for a host of `places` places that is started now beside `also`. */
  waitingFor(places: number, also: readonly number[]): number {
    const { curve, fixed } = this;
    let [sum, left] = [0, 1];
    for (let m = 1; m < fixed.length; m++) {
      const share = curve[m]! - curve[m - 1]!;
      left -= share;
      if (share > 0) sum += share * this.shortAt(m, places, also);
    }
    return sum + left * this.shortAt(fixed.length - 1, places, also);
  }

  /** A host of this size and price beside those decided on: it is to be started now where `cost` is above `price`. */
  weigh(places: number, price: number, also: readonly number[]): StartQuestion {
    const people = this.waitingFor(places, also);
    return { people, cost: people * this.parameters.minuteWaited, price: price / 60 };
  }

  private shortAt(m: number, places: number, also: readonly number[]): number {
    const { base, uncertain: known } = this.fixed[m]!;
    if (base - places > this.means[m]! + 9 * this.deviations[m]! + 9) return 0;
    const hosts = known.length + also.length;
    if (hosts === 0) return this.between(m, base, places);
    if (hosts > EXACT_HOSTS) return this.normal(m, also, places);
    let law: [places: number, chance: number][] = [[0, 1]];
    for (const { places: more, ready: chance } of known) law = convolved(law, more, chance);
    for (const more of also) law = convolved(law, more, this.sure);
    return law.reduce((sum, [more, chance]) => sum + chance * this.between(m, base + more, places), 0);
  }

  private between(m: number, supply: number, places: number): number {
    return this.losses[m]!(supply) - this.losses[m]!(supply + places);
  }

  private normal(m: number, also: readonly number[], places: number): number {
    const { mean: known, variance: guessed } = this.fixed[m]!;
    let [mean, variance] = [known, guessed + this.deviations[m]! ** 2];
    for (const more of also) {
      mean += more * this.sure;
      variance += more ** 2 * this.sure * (1 - this.sure);
    }
    const deviation = Math.sqrt(Math.max(variance, 1e-6));
    return normalShortfall(mean, this.means[m]!, deviation) - normalShortfall(mean + places, this.means[m]!, deviation);
  }
}

function convolved(law: [number, number][], places: number, chance: number): [number, number][] {
  const next = new Map<number, number>();
  for (const [held, p] of law) {
    next.set(held, (next.get(held) ?? 0) + p * (1 - chance));
    next.set(held + places, (next.get(held + places) ?? 0) + p * chance);
  }
  return [...next];
}

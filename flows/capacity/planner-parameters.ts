/**
 * The planner's numbers. Tuned on organisations and seeds that are not reported (test/bench/capacity/
 * tuning-organisations.ts, seeds 101 and 102). `npm run bench:capacity -- --tune` shows what others would have given.
 */
export interface PlannerParameters {
  /** Host-hours that a minute waited costs: a person's hour at 3,000 yen, a host's at 80, and something for the trust. */
  minuteWaited: number;
  /** The same of a person without a booking, as a share of that. */
  walkInShare: number;
  /** Boots longer than this count as never. */
  bootMinutes: number;
  /** How much whole days differ from the forecast, as a share of the people expected. */
  spread: number;
  /** An empty host stays on where it is needed again within so many minutes: a boot costs about as much. */
  keepMinutes: number;
  /** People left without an open door in a look, on average: places are opened for all but these. */
  doorLoss: number;
  /** More arrivals a minute than this are spread over all open hosts. */
  stormBegins: number;
  /** In a storm hosts are ready so many minutes before they are needed, so that they can be opened together. */
  stormAhead: number;
  /** A host lives on anyway where its people stay nearly as long as those who come: so many minutes. */
  staysTolerance: number;
  /** Sessions left open are ended where their people come back with at most this chance. */
  mostReturns: number;
}

export const plannerParameters: PlannerParameters = {
  minuteWaited: 1.2,
  walkInShare: 0.35,
  bootMinutes: 14,
  spread: 0.08,
  keepMinutes: 6,
  doorLoss: 0.004,
  stormBegins: 12,
  stormAhead: 2,
  staysTolerance: 25,
  mostReturns: 0.005,
};

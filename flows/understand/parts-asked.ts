import type { LocalDay, WallTime } from '../organisation.ts';
import type { DayGroup } from './days-asked.ts';
import { type Found, type Message, tokensOf } from './read-message.ts';
import type { DayPart, Token } from './tokens.ts';
import type { Understanding } from './understanding.ts';

export interface PartAsked {
  part?: DayPart | 'hours';
  parts?: Understanding['parts'];
  from?: WallTime;
  to?: WallTime;
}

/** More groups of days than anybody writes by hand: their parts are not told apart. */
const MOST_GROUPS = 60;

type PartFound = Found<Extract<Token, { type: 'part' | 'hours' }>>;

const ELSEWHERE =
  /出社|出勤|登庁|現場|現地|外回り|視察|会議|休み|休暇|年休|有休|外出|病院|通院|打ち?合わ?せ|出張|来客|窓口|用事|予定が|庁舎|office|meeting|appointment|doctor|dentist|in person|on leave|day off|busy|取りません|取らない/;

/** Which part of the days is asked, and for which of them another one. */
export function partsAsked(message: Message, groups: DayGroup[]): PartAsked {
  const found = chosenParts(message);
  if (found.length === 0) return {};
  const differing =
    groups.length > 1 && groups.length <= MOST_GROUPS ? partsByGroup(message, groups, found) : undefined;
  if (differing) return differing;
  return onePart(found);
}

/** The part of the new booking: what is said of the old one leaves the new one as it was. */
export function partMovedTo(message: Message, toAt: number | undefined): PartAsked {
  const found = chosenParts(message);
  const { marks } = message;
  if (toAt !== undefined) return onePart(found.filter(({ at }) => at > toAt || /^(?:に|へ)/.test(marks.slice(at + 1))));
  if (found.length > 1) return onePart(found.slice(-1));
  return onePart(
    found.filter(
      ({ at }) =>
        /^(?:に|へ|だけ|のみ|で|から)/.test(marks.slice(at + 1)) ||
        /(?:\bto|\bonly|\bjust|\binto)(?: the| a)? ?$/.test(marks.slice(0, at)) ||
        /(?:T|予約|申請|\b(?:booking|request)).*/.test(marks.slice(0, at)),
    ),
  );
}

function chosenParts(message: Message): PartFound[] {
  const all = message.found.filter(
    (found): found is PartFound => found.token.type === 'part' || found.token.type === 'hours',
  );
  const asked = all.filter(({ place }) => place === 'request');
  const named = tokensOf(message, 'day');
  const topic = all.filter(
    ({ place, at }) => place === 'topic' && named.some((day) => day.place === 'topic' && Math.abs(day.at - at) <= 2),
  );
  const inTopic = !named.some(({ place }) => place === 'request');
  const chosen = asked.length > 0 ? asked : inTopic ? topic : [];
  // 「午前だけにして午後は取り消し」: the first part is what stays.
  const stays = (at: number) => /^に(?:して|し)、?P(?:の|は|を)/.test(message.marks.slice(at + 1));
  const elsewhereBefore = (at: number) =>
    /(?:\boffice|in person),? ?$|(?:出社|出勤|登庁)(?:は|が|:)$/.test(message.marks.slice(Math.max(0, at - 12), at));
  const here = chosen.filter(
    ({ at }) => !ELSEWHERE.test(clauseAt(message.marks, at)) && !stays(at) && !elsewhereBefore(at),
  );
  return here.length > 0
    ? here
    : chosen.length > 0 && /T/.test(clauseAt(message.marks, chosen[0]?.at ?? 0))
      ? chosen
      : here.length === 0 && all.length > 1
        ? []
        : chosen;
}

/** From the part to the next comma or the next word for telework: what happens in it. */
function clauseAt(marks: string, at: number): string {
  const after = /^[^、,。.!?\nTDP]{0,40}/.exec(marks.slice(at + 1))?.[0] ?? '';
  return after;
}

function onePart(found: PartFound[]): PartAsked {
  const hours = found.find(({ token }) => token.type === 'hours')?.token;
  if (hours?.type === 'hours')
    return { part: 'hours', ...(hours.from ? { from: hours.from } : {}), ...(hours.to ? { to: hours.to } : {}) };
  const named = new Set(found.flatMap(({ token }) => (token.type === 'part' ? [token.part] : [])));
  if (named.size === 0) return {};
  if (named.has('am') && named.has('pm')) return { part: 'full' };
  if (named.has('am')) return { part: 'am' };
  if (named.has('pm')) return { part: 'pm' };
  return { part: named.has('half') ? 'half' : 'full' };
}

/** Each part goes to the days named just before it (木曜は午前、金曜は午後), or just after it where none came before. */
function partsByGroup(message: Message, groups: DayGroup[], found: PartFound[]): PartAsked | undefined {
  const { marks } = message;
  const joined = (from: number, to: number) =>
    /^(?:と|、|・|や|,|及び|および| ?and | ?& ?|, and | ?\+ ?|\/| )*$/.test(marks.slice(from, to));
  const clusters: DayGroup[][] = [];
  for (const group of groups) {
    const last = clusters.at(-1);
    const previous = last?.at(-1);
    if (last && previous && joined(previous.at + 1, group.at)) last.push(group);
    else clusters.push([group]);
  }
  if (clusters.length < 2) return undefined;
  const partOf = new Map<DayGroup[], PartFound[]>();
  for (const part of found) {
    const sentence = (at: number) => (marks.slice(0, at).match(/[。!?\n]/g) ?? []).length;
    const before = clusters.filter((cluster) => (cluster[0]?.at ?? 0) < part.at);
    const next = clusters.find((cluster) => (cluster[0]?.at ?? 0) > part.at);
    const owner = before.at(-1);
    const gap = owner ? marks.slice((owner.at(-1)?.at ?? 0) + 1, part.at) : '';
    const own = owner && sentence(owner.at(-1)?.at ?? 0) === sentence(part.at) && !/[、,].*[、,]/.test(gap);
    const leads = next && /^(?:は|の|、|,| |of|on|the)*$/.test(marks.slice(part.at + 1, next[0]?.at ?? 0));
    const chosen = leads && (!own || /[、,]|\band\b|と/.test(gap)) ? next : own ? owner : undefined;
    if (!chosen) return undefined;
    partOf.set(chosen, [...(partOf.get(chosen) ?? []), part]);
  }
  const asked = clusters.map((cluster) => onePart(partOf.get(cluster) ?? []));
  const [first] = asked;
  if (asked.every((each) => each.part === first?.part && each.from === first?.from && each.to === first?.to))
    return first;
  const parts: Record<LocalDay, NonNullable<Understanding['part']>> = {};
  const times: { from?: WallTime; to?: WallTime } = {};
  clusters.forEach((cluster, index) => {
    const part = asked[index]?.part ?? 'full';
    if (part === 'full') return;
    for (const day of cluster.flatMap(({ days }) => days)) parts[day] = part;
    if (part === 'hours')
      Object.assign(times, {
        ...(asked[index]?.from ? { from: asked[index]?.from } : {}),
        ...(asked[index]?.to ? { to: asked[index]?.to } : {}),
      });
  });
  return { part: 'full', parts, ...times };
}

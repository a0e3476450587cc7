import type { Organisation } from '../../flows/organisation.ts';
import { takesPart } from '../../flows/registration/takes-part.ts';
import { checkLine, type CheckLine } from '../check-line.ts';
import type { GraphCaller } from './graph-caller.ts';
import { toProviderError } from './to-provider-error.ts';

interface Probed {
  id: string;
  userPrincipalName?: string;
  department?: string | null;
  jobTitle?: string | null;
  accountEnabled?: boolean | null;
}

/** Calendars tried on either side: one may have no mailbox. */
const TRIES = 5;

/**
 * Where Outlook calendars are read: that one of somebody who takes part can be, that one of somebody who does not
 * cannot (Exchange's RBAC for Applications), and that Graph can tell us of changes. Reads only.
 */
export async function checkCalendars(
  graph: GraphCaller,
  organisation: Organisation,
  notificationUrl: string | null,
  now: Date,
): Promise<CheckLine[]> {
  if (!organisation.calendar.outlook) return [];
  const lines = [notificationLine(notificationUrl)];
  const within: Probed[] = [];
  const outside: Probed[] = [];
  try {
    const path = '/users?$select=id,userPrincipalName,department,jobTitle,accountEnabled&$top=999';
    for await (const page of graph.pages<Probed>(path)) {
      for (const user of page) {
        const { userPrincipalName: upn = '', department = null, jobTitle = null, accountEnabled } = user;
        if (accountEnabled === false) continue;
        (takesPart(organisation, { upn, department, jobTitle }) ? within : outside).push(user);
      }
      if (within.length >= TRIES && (organisation.participants === 'everyone' || outside.length >= TRIES)) break;
    }
    lines.push(await readableLine(graph, within.slice(0, TRIES), now));
    if (outside.length > 0) lines.push(await scopedLine(graph, outside.slice(0, TRIES), now));
  } catch (error) {
    const { message } = toProviderError(error, { operation: 'people', resource: 'users' });
    lines.push(checkLine('calendars of those who take part', false, message));
  }
  return lines;
}

function notificationLine(url: string | null): CheckLine {
  const what = 'calendars: notifications';
  if (url !== null) return checkLine(what, true, `Microsoft Graph calls ${url}`);
  return checkLine(what, 'warn', 'PUBLIC_URL is not https: Microsoft Graph cannot tell of changes', {
    ja: 'PUBLIC_URL に、インターネットから届く https のアドレスを設定します。それまでは15分ごとに全員の予定表を見に行きます。',
    en: 'Set PUBLIC_URL to an https address that the internet reaches; until then every calendar is looked at each quarter of an hour.',
  });
}

async function readableLine(graph: GraphCaller, people: Probed[], now: Date): Promise<CheckLine> {
  const what = 'calendars of those who take part';
  if (people.length === 0)
    return checkLine(what, 'warn', 'the directory has nobody who takes part', {
      ja: '設定ファイルの participants を確かめます。',
      en: 'Check participants in the configuration.',
    });
  let said = '';
  for (const { id, userPrincipalName = id } of people) {
    const answer = await tryCalendar(graph, id, now);
    if (answer === null) return checkLine(what, true, `readable (${userPrincipalName})`);
    said = answer.message;
    if (answer.kind !== 'not-found') break;
  }
  return checkLine(what, false, said, {
    ja: 'Exchange の RBAC for Applications で、参加者の範囲に「Application Calendars.ReadWrite」を割り当てます。反映に1時間以上かかることがあります。',
    en: 'Assign "Application Calendars.ReadWrite" over those who take part in Exchange\'s RBAC for Applications; it may take more than an hour to be felt.',
  });
}

async function scopedLine(graph: GraphCaller, people: Probed[], now: Date): Promise<CheckLine> {
  const what = 'calendars of those who do not take part';
  for (const { id, userPrincipalName = id } of people) {
    const answer = await tryCalendar(graph, id, now);
    if (answer === null)
      return checkLine(what, 'warn', `readable too (${userPrincipalName}): the permission is wider than it need be`, {
        ja: 'Entra の Calendars.ReadWrite の同意を取り消し、Exchange の RBAC for Applications で参加者だけに絞ります。',
        en: "Take back the consent to Calendars.ReadWrite in Entra, and assign it over those who take part in Exchange's RBAC for Applications.",
      });
    if (answer.kind === 'denied') return checkLine(what, true, 'refused, as it should be');
    if (answer.kind !== 'not-found') return checkLine(what, 'warn', `not told: ${answer.message}`);
  }
  return checkLine(what, 'warn', 'not told: none of those tried has a mailbox');
}

/** Shared calendars of sections: that each can be read. Whether it can be written is not told without writing into it. */
export async function checkSectionCalendars(
  graph: GraphCaller,
  { calendar }: Pick<Organisation, 'calendar'>,
  now: Date,
): Promise<CheckLine[]> {
  const lines: CheckLine[] = [];
  for (const [section, mailbox] of Object.entries(calendar.out.sections)) {
    const what = `calendar of section ${section}, ${mailbox}`;
    const answer = await tryCalendar(graph, mailbox, now);
    if (answer === null)
      lines.push(checkLine(what, true, 'readable; whether it can be written is told by the first entry'));
    else if (answer.kind === 'not-found')
      lines.push(
        checkLine(what, false, answer.message, {
          ja: 'その共有メールボックスがありません。Exchange で作るか、calendar.out.sections のアドレスを直します。',
          en: 'There is no such mailbox: make the shared mailbox in Exchange, or correct calendar.out.sections.',
        }),
      );
    else
      lines.push(
        checkLine(what, false, answer.message, {
          ja: 'Exchange の RBAC for Applications で、このメールボックスにも「Application Calendars.ReadWrite」を割り当てます。',
          en: 'Assign "Application Calendars.ReadWrite" over this mailbox as well in Exchange\'s RBAC for Applications.',
        }),
      );
  }
  return lines;
}

/** Null where it can be read. */
async function tryCalendar(graph: GraphCaller, id: string, now: Date) {
  const until = new Date(now.getTime() + 24 * 60 * 60_000);
  const query = `startDateTime=${now.toISOString()}&endDateTime=${until.toISOString()}&$select=id&$top=1`;
  try {
    await graph.get(`/users/${encodeURIComponent(id)}/calendarView?${query}`);
    return null;
  } catch (error) {
    return toProviderError(error, { operation: 'readCalendar', resource: `calendar of ${id}` });
  }
}

import type { City } from '../day/city.ts';
import { button, cardOf, TeamsClient, wordsOf, type ReceivedActivity } from '../support/teams-client.ts';

/**
 * The main job as people do it in chat, played from outside: help, a day asked for, approved, listed and cancelled, the
 * way to the desktop. Answers every activity that the bot sent.
 */
export async function playMainJob(city: City): Promise<Record<string, unknown>[]> {
  const { people, tenantId } = await city.look();
  const staff = people.findLast((one) => people.some(({ id, managerId }) => id === one.managerId && managerId))!;
  const teams = await TeamsClient.open(city.url, tenantId);
  try {
    await teams.say(staff.managerId!, 'ヘルプ');
    await teams.say(staff.id, 'help');
    await teams.say(staff.id, '明後日、自宅でテレワークしたい');
    const proposal = await seen(teams, staff.id, 'booking.confirm');
    await teams.press(staff.id, button(cardOf(proposal), 'booking.confirm'), {}, { replyToId: proposal.id });
    const asked = await seen(teams, staff.managerId!, 'approval.approve');
    await teams.press(staff.managerId!, button(cardOf(asked), 'approval.approve'), {}, { replyToId: asked.id });
    await city.moveTo(new Date(Date.parse((await city.look()).now) + 60_000));
    await teams.say(staff.id, '接続方法を教えて');
    await teams.say(staff.id, '予約の一覧');
    await teams.say(staff.id, '明後日のテレワークを取り消したい');
    const cancelling = await seen(teams, staff.id, 'booking.cancel');
    await teams.press(staff.id, button(cardOf(cancelling), 'booking.cancel'), {}, { replyToId: cancelling.id });
    await city.moveTo(new Date(Date.parse((await city.look()).now) + 60_000));
    return teams.received.map(({ conversationId: _conversation, updated: _updated, ...activity }) => activity);
  } finally {
    await teams.close();
  }
}

function seen(teams: TeamsClient, personId: string, verb: string): Promise<ReceivedActivity> {
  return teams.see(personId, (one) => wordsOf(one.attachments ?? []).includes(verb), 30_000);
}

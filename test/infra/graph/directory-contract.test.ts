import { FakeAccessGroups } from '../../support/fakes/fake-access-groups.ts';
import { FakeCalendar } from '../../support/fakes/fake-calendar.ts';
import { FakeDirectory } from '../../support/fakes/fake-directory.ts';
import { directoryContract } from '../../support/directory-contract.ts';
import { GROUP, openFakeGraphStage, personId } from './fake-graph-stage.ts';

directoryContract('the fake', () => {
  const people = [1, 2, 3, 4, 5].map(personId) as [string, string, ...string[]];
  const groups = new Map([[GROUP, new Set<string>()]]);
  const directory = new FakeDirectory(
    people.map((id, index) => ({
      id,
      upn: `person${index + 1}@city.example.jp`,
      displayName: `職員${index + 1}`,
      department: '総務課',
      jobTitle: '主事',
      managerId: index === 4 ? null : personId(5),
    })),
    groups,
  );
  directory.languages.set(people[0], 'ja');
  const accessGroups = new FakeAccessGroups(groups);
  const calendar = new FakeCalendar();
  calendar.remembersTransactions = true;
  for (const id of people) {
    accessGroups.people.add(id);
    calendar.people.add(id);
  }
  const leave = (id: string) => {
    directory.everybody.splice(
      directory.everybody.findIndex((one) => one.id === id),
      1,
    );
    return Promise.resolve();
  };
  return Promise.resolve({
    directory,
    accessGroups,
    calendar,
    people,
    group: GROUP,
    events: (id) =>
      Promise.resolve(
        calendar.eventsOf(id).map(({ subject, startsAt, endsAt }) => ({
          subject,
          start: startsAt,
          end: endsAt,
          showAs: 'workingElsewhere',
        })),
      ),
    clearCalendar: () => Promise.resolve(calendar.events.clear()),
    change: (id, patch) =>
      Promise.resolve(
        void Object.assign(
          directory.everybody.find((one) => one.id === id)!,
          patch,
        ),
      ),
    disable: leave,
    leave,
    forgetChanges: () => Promise.resolve(directory.forgetTokens()),
    reply: (id, { from, to }) => Promise.resolve(void directory.replies.set(id, { on: true, from, to })),
    close: () => Promise.resolve(),
  });
});

directoryContract('Microsoft Graph', openFakeGraphStage);

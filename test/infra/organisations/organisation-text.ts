/** A small organisation's file, right in everything. Tests break one line of it: `organisationText(['daysPerWeek: 4', 'daysPerWeek: 9'])`. */
export function organisationText(...changes: [from: string, to: string][]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the file has no "${from}"`);
    return text.replace(from, () => to);
  }, whole);
}

const whole = `id: town
name: { ja: 町, en: Town }
timeZone: Asia/Tokyo
tenantId: 7d1c3f0a-5b62-4e8f-9a14-c2e07b6d9f31
workingHours:
  start: '08:30'
  end: '17:15'
  lunch: { start: '12:00', end: '13:00' }
rules:
  daysPerWeek: 4
  horizonDays: 365
  daysPerRequest: 20
approvals:
  fallback: section-head
  remindAfterHours: 4
roles:
  ict:
    people: [officer.ann@town.example]
    groups: []
  personnel: { people: [], groups: [] }
  emergency: { people: [], groups: [] }
  bookForOthers: { people: [], groups: [] }
  auditor: { people: [], groups: [] }
pools:
  - id: shared
    name: { ja: 共用, en: Shared }
    kind: pooled
    subscriptionId: 5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5
    resourceGroup: rg-town
    hostPool: hp-shared
    group: 8c4e1b27-6d90-4a53-b2f8-07e5d3c9a164
    hosts: { prefix: vm-s-, count: 3 }
    maxSessions: 8
    for: { everyone: true }
  - id: own
    name: { ja: 専用, en: Own }
    kind: personal
    subscriptionId: 5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5
    resourceGroup: rg-town
    hostPool: hp-own
    group: e19d5f38-2b7c-4c60-9f41-a86b0d72c5e3
    hosts: { prefix: vm-p-, count: 2 }
    maxSessions: 1
    for: { sections: [two] }
sections:
  - id: one
    department: 一課
    name: { ja: 一課, en: First }
    head: head.one@town.example
  - id: two
    department: 二課
    name: { ja: 二課, en: Second }
    head: null
`;

import assert from 'node:assert/strict';
import { createCredential } from '../../../infra/azure-credential.ts';
import { createGraphCaller } from '../../../infra/graph/graph-caller.ts';
import { GraphLicenceDetails } from '../../../infra/graph/graph-licence-details.ts';
import type { GraphCaller } from '../../../infra/graph/graph-caller.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import { startStillTenant } from '../simulated-stage.ts';
import { personId } from './fake-graph-stage.ts';

describe("people's own licences in Microsoft Graph", () => {
  it('are read of the simulated tenant: Microsoft 365 E3 with its right to a Windows desktop', async () => {
    const { tenant, url, close } = await startStillTenant();
    const caller = createGraphCaller({ endpoint: `${url}/graph`, credential: createCredential([url]) });
    const details = new GraphLicenceDetails(caller);
    const [person] = tenant.setup.people;

    const found = await details.of(person!.id);
    const nobody = await details.of(personId(9999));
    await close();

    assert.deepEqual(found, {
      skus: ['SPE_E3'],
      plans: ['EXCHANGE_S_ENTERPRISE', 'Virtualization Rights for Windows 10 (E3/E5+VDA)'],
    });
    assert.equal(nobody, null);
  });

  it('are those of all pages and products, without plans that were taken out or failed', async () => {
    const plan = (servicePlanName: string, provisioningStatus: string) => ({ servicePlanName, provisioningStatus });
    const asked: string[] = [];
    const caller = callerOf(async function* (path) {
      asked.push(path);
      await Promise.resolve();
      yield [{ skuPartNumber: 'B', servicePlans: [plan('ON', 'Success'), plan('OFF', 'Disabled')] }];
      yield [
        {
          skuPartNumber: 'A',
          servicePlans: [plan('WAITS', 'PendingActivation'), plan('BAD', 'Error'), plan('ON', 'Success')],
        },
      ];
    });

    const found = await new GraphLicenceDetails(caller).of(personId(1));

    assert.deepEqual(found, { skus: ['A', 'B'], plans: ['ON', 'WAITS'] });
    assert.deepEqual(asked, [`/users/${personId(1)}/licenseDetails?$select=skuPartNumber,servicePlans`]);
  });

  it('name the permission that is missing', async () => {
    const caller = callerOf(() => {
      throw Object.assign(new Error('Insufficient privileges'), {
        statusCode: 403,
        code: 'Authorization_RequestDenied',
      });
    });

    await assert.rejects(new GraphLicenceDetails(caller).of(personId(1)), (error: unknown) => {
      assert.ok(error instanceof ProviderError);
      assert.equal(error.kind, 'denied');
      assert.match(error.message, /User\.Read\.All/);
      return true;
    });
  });
});

function callerOf(pages: (path: string) => AsyncGenerator<object[]>): GraphCaller {
  return { pages } as unknown as GraphCaller;
}

import type { Request, Router } from 'express';
import { badRequest, conflict, notFound } from './citrix-error.ts';
import type { Job } from './citrix-state.ts';
import type { CitrixTenant } from './citrix-tenant.ts';
import { one } from './citrix-tenant.ts';

/** Work in the background: how far it is, and what it answered. */
export function serveJobs(router: Router, tenant: CitrixTenant): void {
  router.get('/Jobs', (_request, response) => {
    response.json({ Items: tenant.citrix.allJobs().map((job) => jobJson(tenant, job)) });
  });

  router.get('/Jobs/:job', (request, response) => {
    response.json(jobJson(tenant, find(request)));
  });

  router.get('/Jobs/:job/Results', (request, response) => {
    const job = find(request);
    const status = statusOf(tenant, job);
    if (status === 'InProgress') throw badRequest(`Job '${job.id}' has not ended yet.`);
    if (status === 'Failed') throw conflict(errorOf(job));
    // The rebuilt document says "string" because Citrix's client keeps these bytes as they come: they are the answer that
    // the call would have had without `async`.
    if (job.result === null) response.status(204).end();
    else response.json(job.result);
  });

  function find(request: Request): Job {
    const wanted = one(request.params['job']);
    const job = tenant.citrix.job(wanted);
    if (!job) throw notFound('Job', wanted);
    return job;
  }
}

const errorOf = ({ power }: Job) => `The power action on machine '${power?.host ?? ''}' failed.`;

function statusOf(tenant: CitrixTenant, { power }: Job): 'InProgress' | 'Complete' | 'Failed' {
  if (power === null) return 'Complete';
  const host = tenant.model.host(power.pool, power.host);
  if (!host) return 'Failed';
  if (host.turn !== power.turn) return 'Complete'; // something else was done to it since
  if (host.power === 'failed') return 'Failed';
  return host.power === power.until ? 'Complete' : 'InProgress';
}

function jobJson(tenant: CitrixTenant, job: Job): object {
  const status = statusOf(tenant, job);
  const started = new Date(job.startedAt).toISOString();
  const host = job.power && tenant.model.host(job.power.pool, job.power.host);
  const ended = new Date(host?.since ?? job.startedAt).toISOString();
  return {
    Id: job.id,
    Type: job.type,
    Status: status,
    OverallProgressPercent: status === 'InProgress' ? 50 : 100,
    IsCancellable: false,
    Parameters: job.power ? [{ Name: 'Machine', Value: job.power.host }] : [],
    SubJobs: [],
    ResultLocation: `/Jobs/${job.id}/Results`,
    CreationTime: started,
    FormattedCreationTime: started,
    StartTime: started,
    FormattedStartTime: started,
    ...(status === 'InProgress' ? {} : { EndTime: ended, FormattedEndTime: ended }),
    ...(status === 'Failed' ? { ErrorString: errorOf(job) } : {}),
  };
}

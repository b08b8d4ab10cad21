import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import type { ServiceReport } from '#shared/report/report.ts';
import { type MountedApp, mountApp } from '../../test/renderer/mount-app.ts';
import { laterBatch, type Scene } from '../../test/renderer/scene.ts';
import { withCourse } from '../../test/renderer/scene-parts.ts';
import { COURSE_PODS } from '../../test/renderer/course-cluster.ts';
import { PLANTED, REPORT_SCENES } from '../../test/renderer/scenes-report.ts';

const scene = (name: string): Scene => REPORT_SCENES[name]?.() ?? withCourse({});
const settled = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve));
  await tick();
};
const dialog = () => within(screen.getByRole('dialog'));
const press = async (name: string): Promise<void> => {
  await fireEvent.click(dialog().getByRole('button', { name }));
  await settled();
};
/** The page of the scene with the dialog open. */
const open = async (played: Scene): Promise<MountedApp> => {
  const app = await mountApp(played);
  await fireEvent.click(screen.getByRole('button', { name: /^Copy for a colleague|^동료에게 전달하기/ }));
  await settled();
  return app;
};
const preview = (name = 'Preview of the report, Markdown') => dialog().getByRole('region', { name }).textContent;
const copied = ({ asked }: MountedApp): string => (asked('app.copy').at(-1) as { text: string }).text;
const asJson = async (app: MountedApp): Promise<ServiceReport> => {
  await fireEvent.click(dialog().getByRole('radio', { name: 'JSON' }));
  await press('Copy JSON');
  return JSON.parse(copied(app)) as ServiceReport;
};

describe('the dialog', { timeout: 30_000 }, () => {
  it('shows the Markdown before anything is done with it, and copies just that', async () => {
    const app = await open(scene('report-wrong-label'));
    expect(dialog().getByRole('heading', { name: 'Report of default/myapp-svc' })).toBeTruthy();
    expect(app.asked('app.copy')).toEqual([]);
    await press('Copy Markdown');
    expect(preview()).toBe(copied(app));
    const lines = copied(app).split('\n');
    expect(lines).toContain('# Service `default/myapp-svc`');
    expect(lines).toContain('- Cluster: `training`, Kubernetes v1.34.4');
    expect(lines).toContain('### 1. Error: The selector app=myapp matches no Pod');
    expect(dialog().getByRole('button', { name: /^Copied/ })).toBeTruthy();
  });

  it('has the members, the last run and the history that the page has', async () => {
    const app = await open(scene('report'));
    const report = await asJson(app);
    expect(report.membership.list.map(({ name, state }) => [name, state.code])).toEqual(
      COURSE_PODS.map(({ meta }) => [meta.name, 'in']),
    );
    expect(report.runs.list.flatMap(({ sides }) => sides.map(({ asked, failed }) => [asked, failed]))).toEqual([
      [200, 10],
      [200, 10],
    ]);
    expect(report.history?.list.map(({ member, what }) => [member, what.code])).toEqual([['myapp-rs-9kd4w', 'left']]);
    expect(report.app.version).toBe('0.1.0');
    expect(report.findings?.map(({ code }) => code)).toEqual(['traffic-hangs']);
    expect(preview('Preview of the report, JSON')).toBe(copied(app));
  });

  it('says what was not live, and has nothing secret of what others wrote', async () => {
    const app = await open(scene('report-not-live'));
    expect(preview()).toContain('Not live at that time: EndpointSlice.');
    expect(preview()).toContain('You may not list pods in namespace default');
    expect(preview()).toContain('vault.example');
    expect(preview()).not.toContain(PLANTED);
    await press('Copy Markdown');
    expect(copied(app)).not.toContain(PLANTED);
    const report = await asJson(app);
    expect(copied(app)).not.toContain(PLANTED);
    expect(report.watches.filter(({ phase }) => phase !== 'synced').map(({ kind }) => kind)).toEqual([
      'EndpointSlice',
      'Pod',
    ]);
  });

  it('stays as it was opened while the cluster changes, and is another the next time', async () => {
    const app = await open(scene('report'));
    const before = preview();
    await app.deliver(
      laterBatch(
        2,
        [],
        [COURSE_PODS[0]].flatMap((pod) => (pod === undefined ? [] : [pod])),
      ),
    );
    expect(preview()).toBe(before);
    await fireEvent.click(dialog().getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await fireEvent.keyDown(document.body, { key: 'c' });
    await settled();
    expect(preview()).not.toBe(before);
  });

  it('is in Korean, report and all, where the app is', async () => {
    const played = scene('report-wrong-label');
    const { description } = played;
    const settings = { ...description.settings, language: 'ko' as const };
    await open({ ...played, description: { ...description, settings } });
    expect(preview('보고서 미리 보기 (Markdown)')).toContain('## 진단');
    expect(preview('보고서 미리 보기 (Markdown)')).toContain('### 1. 오류:');
  });
});

describe('the file', { timeout: 30_000 }, () => {
  it('is what is shown, in the format that is shown: where to, or why not', async () => {
    const { transport, asked } = await open(scene('report'));
    await press('Save as a file');
    const service = { namespace: 'default', name: 'myapp-svc' };
    expect(asked('report.save')).toEqual([{ service, format: 'markdown', text: preview() }]);
    expect(dialog().getByText('Saved as /home/user/report.md')).toBeTruthy();
    await fireEvent.click(dialog().getByRole('radio', { name: 'JSON' }));
    expect(dialog().queryByText(/^Saved as/)).toBeNull();
    await press('Save as a file');
    expect(asked('report.save').at(-1)).toMatchObject({ format: 'json', text: preview('Preview of the report, JSON') });
    transport.fail('report.save', failure('export.failed', { path: '/full', detail: 'ENOSPC' }));
    await press('Save as a file');
    expect(dialog().getByRole('alert').textContent).toContain('ENOSPC');
    expect(dialog().queryByText(/^Saved as/)).toBeNull();
  });

  it('that could not be copied is told of', async () => {
    const { transport } = await open(scene('report'));
    transport.fail('app.copy', failure('internal', { detail: 'no clipboard' }));
    await press('Copy Markdown');
    expect(dialog().getByRole('alert').textContent).toContain('no clipboard');
    expect(dialog().queryByRole('button', { name: /^Copied/ })).toBeNull();
  });
});

import { launchApp, type LaunchedApp, type LaunchWishes } from '../../support/launch-app.ts';
import { ServicePage } from './service-page.ts';
import { ServicesPage } from './services-page.ts';
import { TrafficPage } from './traffic-page.ts';

export interface OpenApp extends LaunchedApp {
  readonly services: ServicesPage;
  readonly service: ServicePage;
  readonly traffic: TrafficPage;
  /** From the Services page to the Traffic page of a Service. */
  toTraffic(name: string): Promise<void>;
}

/** Starts the app on the test cluster and waits for its first list of Services. */
export async function openApp(wishes: LaunchWishes): Promise<OpenApp> {
  const launched = await launchApp(wishes);
  const services = new ServicesPage(launched.page);
  const service = new ServicePage(launched.page);
  await services.opened();
  return {
    ...launched,
    services,
    service,
    traffic: new TrafficPage(launched.page),
    toTraffic: async (name) => {
      await services.open(name);
      await service.testTraffic();
    },
  };
}

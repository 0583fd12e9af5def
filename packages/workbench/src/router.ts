/**
 * Every address of the page, what its search may hold, and the panel that it shows, loaded when first visited. What a
 * panel shows is in its address, so that any view can be shared.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Frame } from './frame/frame.tsx'
import { NotFound } from './frame/not-found.tsx'
import {
  toErrorsSearch,
  toFlowSearch,
  toLogsSearch,
  toOverviewSearch,
  toRunsSearch,
  toStateSearch,
  toStepPageSearch,
  toStepSearch,
  toWindowSearch,
} from './model/page/search.ts'

const rootRoute = createRootRoute({ component: Frame, notFoundComponent: NotFound })

const overview = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: toOverviewSearch,
  component: lazyRouteComponent(() => import('./panels/overview/panel.tsx'), 'OverviewPanel'),
})

const flow = createRoute({
  getParentRoute: () => rootRoute,
  path: '/flow',
  validateSearch: toFlowSearch,
  component: lazyRouteComponent(() => import('./panels/flow/panel.tsx'), 'FlowPanel'),
})

const step = createRoute({
  getParentRoute: () => rootRoute,
  path: '/steps/$id',
  validateSearch: toStepPageSearch,
  component: lazyRouteComponent(() => import('./panels/step/panel.tsx'), 'StepPanel'),
})

const runs = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs',
  validateSearch: toRunsSearch,
  component: lazyRouteComponent(() => import('./panels/runs/panel.tsx'), 'RunsPanel'),
})

const run = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$id',
  component: lazyRouteComponent(() => import('./panels/run/panel.tsx'), 'RunPanel'),
})

const trace = createRoute({
  getParentRoute: () => rootRoute,
  path: '/traces/$id',
  component: lazyRouteComponent(() => import('./panels/run/trace-panel.tsx'), 'TracePanel'),
})

const errors = createRoute({
  getParentRoute: () => rootRoute,
  path: '/errors',
  validateSearch: toErrorsSearch,
  component: lazyRouteComponent(() => import('./panels/errors/panel.tsx'), 'ErrorsPanel'),
})

const error = createRoute({
  getParentRoute: () => rootRoute,
  path: '/errors/$fingerprint',
  validateSearch: toWindowSearch,
  component: lazyRouteComponent(() => import('./panels/errors/error-panel.tsx'), 'ErrorPanel'),
})

const logs = createRoute({
  getParentRoute: () => rootRoute,
  path: '/logs',
  validateSearch: toLogsSearch,
  component: lazyRouteComponent(() => import('./panels/logs/panel.tsx'), 'LogsPanel'),
})

const endpoints = createRoute({
  getParentRoute: () => rootRoute,
  path: '/endpoints',
  validateSearch: toStepSearch,
  component: lazyRouteComponent(() => import('./panels/endpoints/panel.tsx'), 'EndpointsPanel'),
})

const schedules = createRoute({
  getParentRoute: () => rootRoute,
  path: '/schedules',
  component: lazyRouteComponent(() => import('./panels/schedules/panel.tsx'), 'SchedulesPanel'),
})

const queues = createRoute({
  getParentRoute: () => rootRoute,
  path: '/queues',
  component: lazyRouteComponent(() => import('./panels/queues/panel.tsx'), 'QueuesPanel'),
})

const state = createRoute({
  getParentRoute: () => rootRoute,
  path: '/state',
  validateSearch: toStateSearch,
  component: lazyRouteComponent(() => import('./panels/state/panel.tsx'), 'StatePanel'),
})

const gates = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gates',
  component: lazyRouteComponent(() => import('./panels/gates/panel.tsx'), 'GatesPanel'),
})

const unrouted = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unrouted',
  component: lazyRouteComponent(() => import('./panels/unrouted/panel.tsx'), 'UnroutedPanel'),
})

const problems = createRoute({
  getParentRoute: () => rootRoute,
  path: '/problems',
  component: lazyRouteComponent(() => import('./panels/problems/panel.tsx'), 'ProblemsPanel'),
})

const routeTree = rootRoute.addChildren([
  overview,
  flow,
  step,
  runs,
  run,
  trace,
  errors,
  error,
  logs,
  endpoints,
  schedules,
  queues,
  state,
  gates,
  unrouted,
  problems,
])

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

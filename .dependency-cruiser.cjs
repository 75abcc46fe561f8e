// One rule for each arrow that is forbidden. Layers, lowest first:
// lib/platform < lib/domain < lib/contracts < db < lib/providers < lib/services < inngest < app
const SOURCE = '^(app|components|db|inngest|lib)/';
const TEST = '\\.(test|spec)\\.tsx?$|^(db/testing|e2e|inngest/local/testing|lib/http/testing)/';
const PACKAGE = '(^|/)node_modules/';

/** Files of `from` may import, of our own source, only what `to` lists. */
const only = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: TEST },
  to: { path: SOURCE, pathNot: to },
});

/** The packages of the list are for the files of `where` alone. */
const packagesStay = (name, packages, where) => ({
  name,
  severity: 'error',
  from: { path: SOURCE, pathNot: `${where}|${TEST}` },
  to: { path: `${PACKAGE}(@types/)?(${packages})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: { path: SOURCE }, to: { couldNotResolve: true } },
    only('platform-is-the-floor', '^lib/platform/', '^lib/platform/'),
    only('domain-is-pure', '^lib/domain/', '^lib/domain/'),
    only('contracts-know-only-domain', '^lib/contracts/', '^lib/(contracts|domain)/'),
    only('simulator-knows-only-domain', '^lib/simulator/', '^lib/(simulator|domain)/'),
    only(
      'schema-knows-only-domain-constants',
      '^db/schema/',
      '^db/schema/|^lib/domain/(access/roles|.+/constants)\\.ts$',
    ),
    only('db-has-no-policy', '^db/(?!schema/)', '^db/|^lib/(domain|platform)/'),
    only('providers-have-no-db', '^lib/providers/', '^lib/(providers|domain|platform)/'),
    only(
      'services-are-framework-free',
      '^lib/services/',
      '^db/(?!testing/)|^lib/(services|domain|contracts|platform)/|^lib/providers/port\\.ts$',
    ),
    only(
      'auth-reads-its-own-tables',
      '^lib/auth/',
      '^lib/(auth|services|contracts|domain|platform)/|^db/(client|app-database|queries/auth|schema/auth)',
    ),
    only(
      'http-goes-through-services',
      '^lib/http/',
      '^lib/(http|auth|services|contracts|domain|platform)/|^lib/providers/port\\.ts$',
    ),
    only('browser-data-layer', '^lib/client/', '^lib/(client|contracts|domain)/'),
    only(
      'inngest-is-a-thin-shell',
      '^inngest/(?!local/)',
      '^inngest/(?!local/)|^lib/(services|providers|domain|platform)/',
    ),
    only('local-runner-knows-no-app', '^inngest/local/', '^inngest/local/|^lib/(domain|platform)/'),
    only('ui-kit-is-domain-free', '^components/(ui|charts)/', '^components/(ui|charts)/'),
    only(
      'components-never-touch-the-server',
      '^components/(?!ui/|charts/)',
      '^components/|^lib/(client|contracts|domain)/',
    ),
    only(
      'app-never-touches-db',
      '^app/',
      '^app/|^components/|^inngest/(?!local/)|^lib/(services|providers|auth|http|client|contracts|domain|platform)/',
    ),
    {
      name: 'app-sends-events-only',
      comment:
        'The app knows the client, the event names and the window; the functions themselves are loaded by one route.',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/api/inngest/' },
      to: { path: '^inngest/', pathNot: '^inngest/(client|events|engine-window)\\.ts$' },
    },
    {
      name: 'framework-free-core',
      comment: 'Nothing below the shells may know Next, React, Inngest or next-auth.',
      severity: 'error',
      from: {
        path: '^(lib/(domain|contracts|services|providers|platform|simulator)|db|inngest/local)/',
        pathNot: TEST,
      },
      to: { path: `${PACKAGE}(next|next-auth|react|react-dom|inngest|@tanstack)/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'send-path-has-one-port',
      comment: 'The send path reaches its rows through StoreUnit alone, so that a simulation can put memory behind it.',
      severity: 'error',
      from: {
        path: '^lib/services/(sends|enrolments)/|^lib/services/sweeps/(enrol|poll|reconcile|sweep-res|wake)',
        pathNot: `(pg-store|list-sends)\\.ts$|${TEST}`,
      },
      to: { path: '^db/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'local-runner-packages',
      severity: 'error',
      from: { path: '^inngest/local/', pathNot: TEST },
      to: { path: PACKAGE, pathNot: `${PACKAGE}(@types/)?(pg|graphile-worker|zod|node)/` },
    },
    packagesStay('sql-stays-in-db', 'drizzle-orm|drizzle-zod|postgres|pg', '^db/|^lib/auth/|^inngest/local/'),
    packagesStay('queue-stays-in-the-runner', 'graphile-worker', '^inngest/local/'),
    packagesStay('recharts-stays-in-charts', 'recharts', '^components/charts/'),
    {
      name: 'no-test-code-in-production',
      severity: 'error',
      from: { path: SOURCE, pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'no-scripts-in-production',
      severity: 'error',
      from: { path: SOURCE, pathNot: TEST },
      to: { path: '^scripts/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^\\.next/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

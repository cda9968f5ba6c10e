import { describe, expect, it } from 'vitest';
import { clientEnvironment } from '../../src/lib/client-environment.ts';

const CANARY = 'canary';

describe('the environment of a captured command', () => {
  it.each([
    ['API_KEY', CANARY],
    ['ACME_TOKEN', CANARY],
    ['GITHUBTOKEN', CANARY],
    ['DB_PASSWORD', CANARY],
    ['PGPASSWORD', CANARY],
    ['MYSQL_PWD', CANARY],
    ['CLIENT_SECRET', CANARY],
    ['SESSION_ID', CANARY],
    ['LOGIN_COOKIE', CANARY],
    ['BASIC_AUTH', CANARY],
    ['SSH_AUTH_SOCK', `/tmp/${CANARY}`],
    ['GOOGLE_APPLICATION_CREDENTIALS', CANARY],
    ['TLS_CLIENT_CERT', CANARY],
    ['AWS_PROFILE', CANARY],
    ['GITHUB_ENV', CANARY],
    ['GH_HOST', CANARY],
    ['NPM_CONFIG_REGISTRY', CANARY],
    ['PARITY_OPERATOR_INTERNAL', CANARY],
    ['PIP_INDEX_URL', `https://u:${CANARY}@pypi.test/simple`],
    ['DATABASE_URL', `postgres://u:${CANARY}@db/x`],
    ['HOME', `https://u:${CANARY}@x`],
    ['HTTPS_PROXY', `http://${CANARY}:3128`],
    ['http_proxy', `http://${CANARY}:3128`],
    ['SETTINGS', `ghp_${CANARY}0123456789abcdefghij`],
    ['PLAIN', `${CANARY}9f86d081884c7d659a2feaa0c55ad015`],
    ['BUILD_ID', `aB3dE5fG7hI9jK1lM3nO5pQ7rS9t${CANARY}`],
    ['STAGING_LOGIN', CANARY],
    ['DB_PW', CANARY],
    ['SSHPASS', CANARY],
    ['LDAPPASS', CANARY],
    ['BORG_PASSPHRASE', CANARY],
    ['REDISCLI_AUTH', CANARY],
    ['PIN_CODE', CANARY],
    ['CI_JOB_JWT', CANARY],
    ['SENTRYDSN', CANARY],
    ['CONN', `Server=x;User=sa;Password=${CANARY};`],
    ['STORE', `AccountName=a;AccountKey=${CANARY}==;EndpointSuffix=core.windows.net`],
    ['BUS', `Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=${CANARY}`],
    ['CONTAINER_URL', `https://x.blob.core.windows.net/c?sv=1&sig=${CANARY}`],
    ['REPORT_TO', `https://hooks.slack.com/services/T000/B000/${CANARY}`],
    ['REPORT_TO', `https://discord.com/api/webhooks/1/${CANARY}`],
    ['REPORTS', `https://${CANARY}@o1.ingest.sentry.io/1`],
    ['SETTINGS', `{"api_key":"${CANARY}"}`],
    ['STRIPE', `rk_${'live'}_${CANARY}abcdefgh`],
    ['LAB', `glpat-${CANARY}abcdefghijkl`],
    ['FACE', `hf_${CANARY}abcdefghijklmnopqrst`],
    ['MAIL', `SG.${CANARY}abcdefghijkl.abc`],
  ])('does not contain %s=%s', (name, value) => {
    const env = clientEnvironment({ [name]: value }, { secretNames: ['STAGING_LOGIN'] });
    expect(JSON.stringify(env)).not.toContain(CANARY);
  });

  it.each([
    ['PATH', '/usr/local/bin:/usr/bin'],
    ['HOME', '/home/ada'],
    ['LC_ALL', 'C.UTF-8'],
    ['TZ', 'Europe/Berlin'],
    ['CI', 'true'],
    ['PYTHONPATH', 'src'],
    ['VIRTUAL_ENV', '/srv/.venv'],
    ['NODE_PATH', '/srv/node_modules'],
    ['SSL_CERT_FILE', '/etc/ssl/cert.pem'],
    ['PIP_INDEX_URL', 'https://pypi.test/simple'],
    ['JAVA_HOME', '/usr/lib/jvm/java-21-openjdk-amd64'],
    ['DATABASE_URL', 'postgres://localhost/test'],
    ['PYTEST_ADDOPTS', '-q --maxfail=1'],
    ['KEYBOARD', 'de'],
    ['SOURCE_DATE_EPOCH', '1700000000'],
    ['COLOR_OF_ROOF', 'red'],
    ['FEATURES', 'a,b,c'],
    ['DATA_DIR', '/srv/data'],
    ['STORE_DIR', '/nix/store/0c1l2m3x4b5n6k7j8h9g0f1d2s3a4p5o-python3-3.12.1'],
    ['COMPASS', 'north'],
    ['PYTEST_CURRENT_TEST', 'tests/test_a.py::test_b'],
    ['MODULE', 'a-name-of-many-words-and-no-digits'],
  ])('keeps %s=%s', (name, value) => {
    expect(clientEnvironment({ [name]: value })).toEqual({ [name]: value });
  });

  it('contains all variables that are set explicitly', () => {
    const set = { API_KEY_URL: 'http://127.0.0.1:1' };
    expect(clientEnvironment({ API_KEY_URL: CANARY }, { set })).toEqual(set);
  });
});

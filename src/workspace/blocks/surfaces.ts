export type Surface = 'message' | 'modal' | 'home';

const EVERYWHERE: readonly Surface[] = ['message', 'modal', 'home'];

/**
 * Which block may stand on which surface: Slack's published table, narrowed where the live clients were seen to
 * refuse (card in modals; table and data_table on Home).
 */
export const SURFACES: Readonly<Record<string, readonly Surface[]>> = {
  actions: EVERYWHERE,
  context: EVERYWHERE,
  divider: EVERYWHERE,
  header: EVERYWHERE,
  image: EVERYWHERE,
  input: EVERYWHERE,
  rich_text: EVERYWHERE,
  section: EVERYWHERE,
  video: EVERYWHERE,
  card: ['message', 'home'],
  carousel: ['message', 'home'],
  table: ['message'],
  data_table: ['message'],
  markdown: ['message'],
  context_actions: ['message'],
  container: ['message'],
  data_visualization: ['message'],
  plan: ['message'],
  task_card: ['message'],
  alert: ['modal'],
};

export const CONTAINER_CHILDREN: readonly string[] = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

// MuJoCo's robots stepped from C, with as little around the physics as there can be: what a binding is measured by.
//
//   cc -O2 mujoco_loop.c -o mujoco_loop -lmujoco
//   mujoco_loop MODELS SECONDS [ONLY]
//
// MODELS is the folder of Uphill's models. One simulation of each robot at a time, one thread: random actions that are
// drawn beforehand, the robot's frame skip, cfrc_ext where its reward reads it, and a reset where an episode ends. The
// robots take turns; the median turn counts. No observation and no reward is made.
#include <math.h>
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ACTIONS = 1000, TURNS = 20000 };
static const double TURN = 1e-2;     // seconds, as in common.py
static const double WARM_UP = 0.4;   // share of the time, as in Turns.java

typedef enum { NEVER, HEIGHT, HEIGHT_AND_ANGLE, ANGLE, TIP } End;

// An episode ends where the number `at` of qpos, the height, is outside of its bounds, or the angle after it is.
typedef struct {
  const char *name, *model;
  int skip, limit, forces;
  double noise;
  End end;
  int at;
  double low, high, angle;
} Kind;

static const Kind KINDS[] = {
    {"Ant-v5", "ant", 5, 1000, 1, 0.1, HEIGHT, 2, 0.2, 1, 0},
    {"HalfCheetah-v5", "half_cheetah", 5, 1000, 0, 0.1, NEVER, 0, 0, 0, 0},
    {"Hopper-v5", "hopper", 4, 1000, 0, 5e-3, HEIGHT_AND_ANGLE, 1, 0.7, 1e300, 0.2},
    {"Humanoid-v5", "humanoid", 5, 1000, 1, 1e-2, HEIGHT, 2, 1, 2, 0},
    {"HumanoidStandup-v5", "humanoid_standup", 5, 1000, 1, 1e-2, NEVER, 0, 0, 0, 0},
    {"InvertedDoublePendulum-v5", "inverted_double_pendulum", 5, 1000, 0, 0.1, TIP, 0, 0, 0, 0},
    {"InvertedPendulum-v5", "inverted_pendulum", 2, 1000, 0, 0.01, ANGLE, 1, 0, 0, 0.2},
    {"Pusher-v5", "pusher_v5", 5, 100, 0, 0, NEVER, 0, 0, 0, 0},
    {"Reacher-v5", "reacher", 2, 50, 0, 0.1, NEVER, 0, 0, 0, 0},
    {"Swimmer-v5", "swimmer", 4, 1000, 0, 0.1, NEVER, 0, 0, 0, 0},
    {"Walker2d-v5", "walker2d_v5", 4, 1000, 0, 5e-3, HEIGHT_AND_ANGLE, 1, 0.8, 2, 1}};
enum { COUNT = sizeof KINDS / sizeof KINDS[0] };

typedef struct {
  const Kind *kind;
  mjModel *model;
  mjData *data;
  double *actions;
  int next, taken, steps, turns;
  double seconds[TURNS];  // of a step
} Robot;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static unsigned long long state = 1;

// In [0, 1).
static double uniform(void) {
  state = 6364136223846793005ULL * state + 1442695040888963407ULL;
  return (state >> 11) * 0x1p-53;
}

static void reset(Robot *robot) {
  mjModel *model = robot->model;
  mj_resetData(model, robot->data);
  for (int i = 0; i < model->nq; i++) robot->data->qpos[i] += robot->kind->noise * (2 * uniform() - 1);
  for (int i = 0; i < model->nv; i++) robot->data->qvel[i] += robot->kind->noise * (2 * uniform() - 1);
  mj_forward(model, robot->data);
  robot->taken = 0;
}

static int ends(const Robot *robot) {
  const Kind *kind = robot->kind;
  const mjtNum *at = robot->data->qpos + kind->at;
  switch (kind->end) {
    case NEVER: return 0;
    case HEIGHT: return !(kind->low <= at[0] && at[0] <= kind->high);
    case HEIGHT_AND_ANGLE: return !(kind->low < at[0] && at[0] < kind->high && fabs(at[1]) < kind->angle);
    case ANGLE: return !(fabs(at[0]) <= kind->angle);
    case TIP: return robot->data->site_xpos[2] <= 1;
  }
  return 0;
}

static void step(Robot *robot) {
  int motors = robot->model->nu;
  memcpy(robot->data->ctrl, robot->actions + robot->next * motors, motors * sizeof(mjtNum));
  robot->next = (robot->next + 1) % ACTIONS;
  for (int i = 0; i < robot->kind->skip; i++) mj_step(robot->model, robot->data);
  if (robot->kind->forces) mj_rnePostConstraint(robot->model, robot->data);
  if (++robot->taken == robot->kind->limit || ends(robot)) reset(robot);
}

static void make(Robot *robot, const Kind *kind, const char *models) {
  char path[4096], error[1000];
  snprintf(path, sizeof path, "%s/%s.xml", models, kind->model);
  robot->kind = kind;
  robot->model = mj_loadXML(path, NULL, error, sizeof error);
  if (!robot->model) {
    fprintf(stderr, "mujoco_loop: %s cannot be compiled: %s. Give the folder of Uphill's models.\n", path, error);
    exit(2);
  }
  robot->data = mj_makeData(robot->model);
  int motors = robot->model->nu;
  robot->actions = malloc(ACTIONS * motors * sizeof(double));
  for (int i = 0; i < ACTIONS * motors; i++) {
    const mjtNum *range = robot->model->actuator_ctrlrange + 2 * (i % motors);
    robot->actions[i] = range[0] + (range[1] - range[0]) * uniform();
  }
  robot->steps = 1;
  reset(robot);
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int count, char **words) {
  if (count < 3) {
    fprintf(stderr, "Usage: mujoco_loop MODELS SECONDS [ONLY]\n");
    return 2;
  }
  static Robot robots[COUNT];
  int all = 0;
  for (int i = 0; i < COUNT; i++) {
    if (count < 4 || strstr(KINDS[i].name, words[3])) make(&robots[all++], &KINDS[i], words[1]);
  }
  double limit = atof(words[2]), start = seconds();
  for (double share = 0; share < 1; share = (seconds() - start) / limit) {
    for (Robot *robot = robots; robot < robots + all; robot++) {
      double begin = seconds();
      for (int i = 0; i < robot->steps; i++) step(robot);
      double each = (seconds() - begin) / robot->steps;
      robot->steps = each < TURN ? (int)(TURN / each) : 1;
      if ((share > WARM_UP || robot->turns == 0) && robot->turns < TURNS) robot->seconds[robot->turns++] = each;
    }
  }
  printf("{\"name\": \"version\", \"peer\": \"C\", \"value\": \"mj_version %d\"}\n", mj_version());
  for (Robot *robot = robots; robot < robots + all; robot++) {
    qsort(robot->seconds, robot->turns, sizeof(double), ascending);
    printf("{\"peer\": \"C\", \"name\": \"stepping %s\", \"value\": %.1f, \"unit\": \"steps/s\"}\n", robot->kind->name,
           1 / robot->seconds[robot->turns / 2]);
  }
  return 0;
}

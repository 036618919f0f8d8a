// RLtools on OpenBLAS: environment steps a second that its PPO learns Pendulum from.
//
// The setting is that of its own example: 4 environments x 1024 steps, 2 epochs of minibatches of
// 256, actor and critic 64x64 with relu, observations standardized. Nothing is evaluated while the
// clock runs, and making networks and environments is not timed.

#include <rl_tools/operations/cpu_mux.h>

#include <rl_tools/rl/environments/pendulum/operations_generic.h>
// After the environment that it wraps.
#include <rl_tools/rl/environment_wrappers/scale_observations/operations_generic.h>

#include <rl_tools/nn/optimizers/adam/instance/operations_generic.h>
// Without the next line the layers silently do without BLAS.
#include <rl_tools/nn/operations_cpu_mux.h>
#include <rl_tools/nn/layers/standardize/operations_generic.h>
#include <rl_tools/nn_models/mlp_unconditional_stddev/operations_generic.h>
#include <rl_tools/nn_models/sequential/operations_generic.h>
// After the networks that it steps.
#include <rl_tools/nn/optimizers/adam/operations_generic.h>

#include <rl_tools/rl/algorithms/ppo/loop/core/config.h>
#include <rl_tools/rl/algorithms/ppo/loop/core/operations_generic.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <vector>

namespace rlt = rl_tools;

using Device = rlt::devices::DEVICE_FACTORY<>;
static_assert(Device::DEVICE_ID == rlt::devices::DeviceId::CPU_OPENBLAS, "this must use OpenBLAS");
using T = float;
using TI = Device::index_t;
using Types = rlt::numeric_types::Policy<T>;
using Rng = Device::SPEC::RANDOM::ENGINE<>;

namespace pendulum = rlt::rl::environments::pendulum;
namespace scaling = rlt::rl::environment_wrappers::scale_observations;
namespace ppo = rlt::rl::algorithms::ppo;

using Plain = rlt::rl::environments::Pendulum<pendulum::Specification<T, TI, pendulum::DefaultParameters<T>>>;
using World = rlt::rl::environment_wrappers::ScaleObservations<scaling::Specification<Types, TI>, Plain>;

struct Setting : ppo::loop::core::DefaultParameters<Types, TI, World> {
  static constexpr TI N_ENVIRONMENTS = 4;
  static constexpr TI ON_POLICY_RUNNER_STEPS_PER_ENV = 1024;
  static constexpr TI BATCH_SIZE = 256;
  static constexpr TI STEP_LIMIT = 75;  // rounds: 307,200 steps
  static constexpr TI EPISODE_STEP_LIMIT = 200;
  static constexpr bool NORMALIZE_OBSERVATIONS = true;
  using ACTOR_OPTIMIZER_PARAMETERS = rlt::nn::optimizers::adam::DEFAULT_PARAMETERS_PYTORCH<Types>;
  using CRITIC_OPTIMIZER_PARAMETERS = ACTOR_OPTIMIZER_PARAMETERS;
  struct PPO_PARAMETERS : ppo::DefaultParameters<Types, TI, BATCH_SIZE> {
    static constexpr T GAMMA = 0.9;
    static constexpr T ACTION_ENTROPY_COEFFICIENT = 0;
    static constexpr T INITIAL_ACTION_STD = 2;
    static constexpr TI N_EPOCHS = 2;
  };
};

using Config = ppo::loop::core::Config<Types, TI, Rng, World, Setting, ppo::loop::core::ConfigApproximatorsSequential, true>;

// Seconds of a whole training.
double train(TI seed) {
  Device device;
  typename Config::template State<Config> training;
  rlt::malloc(device, training);
  rlt::init(device, training, seed);
  auto start = std::chrono::steady_clock::now();
  while (!rlt::step(device, training)) {
  }
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  rlt::free(device, training);
  return seconds.count();
}

// rltools_ppo ppo --seconds S: whole trainings, one after another, for so long; the median.
int main(int count, char **words) {
  std::cout.setstate(std::ios::failbit);  // RLtools' own words
  double limit = count > 3 ? std::atof(words[3]) : 5;
  std::vector<double> seconds;
  double sum = 0;
  do {
    seconds.push_back(train((TI)seconds.size()));
    sum += seconds.back();
  } while (sum < limit);
  std::sort(seconds.begin(), seconds.end());
  double steps = (double)Setting::STEP_LIMIT * Setting::N_ENVIRONMENTS * Setting::ON_POLICY_RUNNER_STEPS_PER_ENV;
  std::printf("{\"name\":\"ppo Pendulum-v1\",\"peer\":\"RLtools\",\"value\":%.1f,\"unit\":\"steps/s\"}\n",
              steps / seconds[seconds.size() / 2]);
}

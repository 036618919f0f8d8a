// RLtools on OpenBLAS: gradient steps ("update") and actions ("acting") a second.
//
// Networks, their forward and backward passes, the squared error's gradient and Adam are RLtools'
// own, on its dense layers over cblas_sgemm. RLtools has no categorical policy, so the gradient of
// the log-probability and the drawing of an action are a loop each, here. Numbers and timing are
// those of common.py.

#include <rl_tools/operations/cpu_mux.h>

#include <rl_tools/nn/optimizers/adam/instance/operations_generic.h>
// Without the next line the layers silently do without BLAS.
#include <rl_tools/nn/operations_cpu_mux.h>
#include <rl_tools/nn/loss_functions/mse/operations_generic.h>
#include <rl_tools/nn_models/mlp/operations_generic.h>
// After the networks that it steps.
#include <rl_tools/nn/optimizers/adam/operations_generic.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

extern "C" char *openblas_get_config();

namespace rlt = rl_tools;

using Device = rlt::devices::DEVICE_FACTORY<>;
static_assert(Device::DEVICE_ID == rlt::devices::DeviceId::CPU_OPENBLAS, "this must use OpenBLAS");
using T = float;
using TI = Device::index_t;
using Types = rlt::numeric_types::Policy<T>;
using Rng = Device::SPEC::RANDOM::ENGINE<>;

struct AdamParameters : rlt::nn::optimizers::adam::DEFAULT_PARAMETERS_PYTORCH<Types> {
  static constexpr T EPSILON_SQRT = 0;  // RLtools' own floor under the second moment: the others have none
};
using Adam = rlt::nn::optimizers::Adam<rlt::nn::optimizers::adam::Specification<Types, TI, AdamParameters>>;

template <TI ROWS, TI COLUMNS>
using Matrix = rlt::Matrix<rlt::matrix::Specification<T, TI, ROWS, COLUMNS>>;

constexpr auto TANH = rlt::nn::activation_functions::ActivationFunction::TANH;
constexpr auto IDENTITY = rlt::nn::activation_functions::ActivationFunction::IDENTITY;

// A network 4-64-64-OUTPUTS with tanh for batches of ROWS.
template <TI ROWS, TI OUTPUTS>
struct Network {
  using Config = rlt::nn_models::mlp::Configuration<Types, TI, OUTPUTS, 3, 64, TANH, IDENTITY>;
  using Capability = rlt::nn::capability::Gradient<rlt::nn::parameters::Adam>;
  using Mlp = rlt::nn_models::mlp::NeuralNetwork<Config, Capability, rlt::tensor::Shape<TI, 1, ROWS, 4>>;

  Device &device;
  Mlp mlp;
  typename Mlp::template Buffer<> buffer;
  Adam adam;
  Matrix<ROWS, OUTPUTS> gradient;  // with respect to the outputs

  Network(Device &device, T learning_rate) : device(device) {
    rlt::malloc(device, mlp);
    rlt::malloc(device, buffer);
    rlt::malloc(device, adam);
    rlt::malloc(device, gradient);
    set<4, 64>(mlp.input_layer, 0);
    set<64, 64>(mlp.hidden_layers[0], 1);
    set<64, OUTPUTS>(mlp.output_layer, 2);
    rlt::reset_optimizer_state(device, adam, mlp);
    adam.parameters.alpha = learning_rate;
  }

  template <TI INPUTS, TI UNITS, typename Layer>
  void set(Layer &layer, TI number) {
    for (TI i = 0; i < INPUTS; i++) {
      for (TI j = 0; j < UNITS; j++) {
        double value = std::sin(1.0 + number + i * UNITS + j) / std::sqrt((double)INPUTS);
        rlt::set(device, layer.weights.parameters, (T)value, j, i);
      }
    }
    rlt::set_all(device, layer.biases.parameters, 0);
  }

  void forward(Matrix<ROWS, 4> &observation, Rng &rng) {
    rlt::forward(device, mlp, observation, buffer, rng);
  }

  void descend(Matrix<ROWS, 4> &observation) {
    rlt::zero_gradient(device, mlp);
    rlt::backward(device, mlp, observation, gradient, buffer);
    rlt::step(device, adam, mlp);
  }
};

template <TI ROWS>
struct Update {
  Device &device;
  Network<ROWS, 2> policy;
  Network<ROWS, 1> critic;
  Matrix<ROWS, 4> observation;
  Matrix<ROWS, 1> target;
  std::vector<int> action;
  std::vector<T> weight;
  T policy_loss = 0;
  T value_loss = 0;

  Update(Device &device, T learning_rate)
      : device(device), policy(device, learning_rate), critic(device, learning_rate), action(ROWS), weight(ROWS) {
    rlt::malloc(device, observation);
    rlt::malloc(device, target);
    for (TI i = 0; i < ROWS; i++) {
      for (TI j = 0; j < 4; j++) {
        rlt::set(observation, i, j, (T)std::sin((double)(4 * i + j)));
      }
      action[i] = i % 2;
      weight[i] = (T)std::cos((double)i);
      rlt::set(target, i, 0, (T)std::sin(3.0 * i));
    }
  }

  void losses(Rng &rng) {
    policy.forward(observation, rng);
    auto &logits = policy.mlp.output_layer.output;
    T sum = 0;
    for (TI i = 0; i < ROWS; i++) {
      T z0 = rlt::get(logits, i, 0), z1 = rlt::get(logits, i, 1);
      T top = std::max(z0, z1);
      T e0 = std::exp(z0 - top), e1 = std::exp(z1 - top);
      T all = e0 + e1;
      T scale = weight[i] / ROWS;
      sum -= scale * ((action[i] ? z1 : z0) - top - std::log(all));
      rlt::set(policy.gradient, i, 0, scale * (e0 / all - (action[i] ? 0 : 1)));
      rlt::set(policy.gradient, i, 1, scale * (e1 / all - (action[i] ? 1 : 0)));
    }
    policy_loss = sum;
    critic.forward(observation, rng);
    auto &value = critic.mlp.output_layer.output;
    value_loss = rlt::nn::loss_functions::mse::evaluate(device, value, target, (T)0.5);
    rlt::nn::loss_functions::mse::gradient(device, value, target, critic.gradient, (T)0.5);
  }

  void step(Rng &rng) {
    losses(rng);
    policy.descend(observation);
    critic.descend(observation);
  }
};

// A policy that draws actions: forward passes that keep nothing for a gradient.
template <TI ROWS>
struct Acting {
  Network<ROWS, 2> policy;
  Matrix<ROWS, 4> observation;
  Matrix<ROWS, 2> logits;
  std::vector<int> action;

  explicit Acting(Device &device) : policy(device, 0), action(ROWS) {
    rlt::malloc(device, observation);
    rlt::malloc(device, logits);
    for (TI i = 0; i < ROWS; i++) {
      for (TI j = 0; j < 4; j++) {
        rlt::set(observation, i, j, (T)std::sin((double)(4 * i + j)));
      }
    }
  }

  void act(Rng &rng) {
    auto &device = policy.device;
    rlt::evaluate(device, policy.mlp, observation, logits, policy.buffer, rng);
    for (TI i = 0; i < ROWS; i++) {
      T z0 = rlt::get(logits, i, 0), z1 = rlt::get(logits, i, 1);
      T top = std::max(z0, z1);
      T e0 = std::exp(z0 - top), e1 = std::exp(z1 - top);
      T drawn = rlt::random::uniform_real_distribution(device.random, (T)0, e0 + e1, rng);
      action[i] = drawn < e0 ? 0 : 1;
    }
  }
};

struct Job {
  std::string name;
  double work;
  std::function<void()> run;
  int calls = 1;
  std::vector<double> turns = {};
};

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void measure(std::vector<Job> &jobs, const char *unit, double seconds) {
  double start = now();
  for (double share = 0; share < 1; share = (now() - start) / seconds) {
    for (Job &job : jobs) {
      double begin = now();
      for (int i = 0; i < job.calls; i++) {
        job.run();
      }
      double each = (now() - begin) / job.calls;
      job.calls = std::max(1, (int)(1e-3 / each));
      if (share > 0.4 || job.turns.empty()) {
        job.turns.push_back(each);
      }
    }
  }
  for (Job &job : jobs) {
    std::sort(job.turns.begin(), job.turns.end());
    double median = job.turns[job.turns.size() / 2];
    std::printf("{\"peer\": \"RLtools\", \"name\": \"%s\", \"value\": %.1f, \"unit\": \"%s\"}\n", job.name.c_str(),
                job.work / median, unit);
  }
}

template <TI ROWS>
Job update(Device &device, Rng &rng) {
  auto both = std::make_shared<Update<ROWS>>(device, 1e-7f);
  return {"update " + std::to_string(ROWS), 1, [both, &rng] { both->step(rng); }};
}

template <TI ROWS>
Job acting(Device &device, Rng &rng) {
  auto actor = std::make_shared<Acting<ROWS>>(device);
  return {"acting " + std::to_string(ROWS), (double)ROWS, [actor, &rng] { actor->act(rng); }};
}

int main(int count, char **arguments) {
  if (count != 4 || std::string(arguments[2]) != "--seconds") {
    std::fprintf(stderr, "give: update|acting --seconds S\n");
    return 2;
  }
  double seconds = std::atof(arguments[3]);
  Device device;
  rlt::init(device);
  Rng rng;
  rlt::init(device, rng, 1);
  std::printf("{\"peer\": \"RLtools\", \"name\": \"version\", \"value\": \"%s\"}\n", openblas_get_config());
  if (std::string(arguments[1]) == "update") {
    Update<64> check(device, 1e-2f);
    for (int i = 0; i < 20; i++) {
      check.step(rng);
    }
    check.losses(rng);
    std::printf("{\"peer\": \"RLtools\", \"name\": \"check\", \"policy_loss\": %.8g, \"value_loss\": %.8g}\n",
                check.policy_loss, check.value_loss);
    std::vector<Job> jobs = {update<64>(device, rng), update<256>(device, rng), update<4000>(device, rng)};
    measure(jobs, "updates/s", seconds);
  } else {
    std::vector<Job> jobs = {acting<1>(device, rng), acting<64>(device, rng), acting<512>(device, rng)};
    measure(jobs, "actions/s", seconds);
  }
}

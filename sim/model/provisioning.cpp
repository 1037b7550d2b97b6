#include "model/provisioning.h"

namespace certdrill::model {

std::string_view to_string(AgentKind kind) {
  switch (kind) {
    case AgentKind::scale_set_secrets:
      return "scaleSetSecrets";
    case AgentKind::key_vault_extension:
      return "keyVaultExtension";
    case AgentKind::file_drop:
      return "fileDrop";
  }
  return "fileDrop";
}

}  // namespace certdrill::model

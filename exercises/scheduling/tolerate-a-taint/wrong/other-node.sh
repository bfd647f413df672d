sed -i '/nodeSelector:/d; /hardware:/d' @pod@.yaml
kubectl replace --force -f @pod@.yaml

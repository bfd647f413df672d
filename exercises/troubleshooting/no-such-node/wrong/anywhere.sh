sed -i '/nodeSelector:/d; /disk: fast/d' @app@.yaml
kubectl replace --force -f @app@.yaml
sleep 20

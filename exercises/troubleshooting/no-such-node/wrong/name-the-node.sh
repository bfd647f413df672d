sed -i '/disk: fast/d; s/nodeSelector:/nodeName: worker-2/' @app@.yaml
kubectl replace --force -f @app@.yaml
sleep 20

kubectl create configmap @app@-settings --from-literal=LOG_LEVEL=@level@ --from-literal=region=north --dry-run=client -o yaml | kubectl replace -f -
sleep 60

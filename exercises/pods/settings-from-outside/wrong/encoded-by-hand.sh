kubectl create configmap @app@-settings --from-literal=greeting=@greeting@
kubectl create secret generic @app@-secret --from-literal=token=$(printf t0ken-@number@ | base64)

sed -i 's|{ name: GREETING, value: .* }|{ name: GREETING, valueFrom: { configMapKeyRef: { name: @app@-settings, key: greeting } } }|; s|{ name: TOKEN, value: .* }|{ name: TOKEN, valueFrom: { secretKeyRef: { name: @app@-secret, key: token } } }|' @app@.yaml
kubectl apply -f @app@.yaml

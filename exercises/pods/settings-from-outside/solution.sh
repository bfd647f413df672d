kubectl create configmap @app@-settings --from-literal=greeting=@greeting@
kubectl create secret generic @app@-secret --from-literal=token=t0ken-@number@
sed -i 's|{ name: GREETING, value: .* }|{ name: GREETING, valueFrom: { configMapKeyRef: { name: @app@-settings, key: greeting } } }|; s|{ name: TOKEN, value: .* }|{ name: TOKEN, valueFrom: { secretKeyRef: { name: @app@-secret, key: token } } }|' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@
